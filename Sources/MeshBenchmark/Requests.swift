import HTTP
import Reactor

/// What a request costs to be taken apart and answered.
enum Requests {
    /// How often each is tried.
    private static let rounds = 2000

    /// A plain one, and those that are made to cost.
    static func figures() -> [Figure] {
        let plain = "GET /health HTTP/1.1\r\nHost: alpha\r\n\r\n"
        let fields = (0..<4000).map { _ in "a:\r\n" }.joined()
        let options = [String](repeating: "a", count: 8000).joined(separator: ",")
        return [
            figure("a plain GET", plain),
            figure("16 KiB of fields", "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"),
            figure("16 KiB of options", "GET / HTTP/1.1\r\nHost: a\r\nConnection: \(options)\r\n\r\n"),
        ]
    }

    private static func figure(_ subject: String, _ text: String) -> Figure {
        let request = Array(text.utf8)
        var answer: [UInt8] = []
        let start = Clock.threadProcessor()
        for _ in 0..<rounds {
            var connection = ServerConnection()
            connection.receive(request.span)
            answer.removeAll(keepingCapacity: true)
            do throws(HTTPError) {
                guard try connection.next() != nil else { continue }
                connection.respond(Response(.ok, text: "ok"), wallSeconds: 1, into: &answer)
            } catch {
                connection.respond(Response(refusing: error), wallSeconds: 1, into: &answer)
            }
        }
        let cost = Double(Clock.threadProcessor() - start) / Double(rounds) / 1000
        return Figure(subject: subject, value: cost, unit: "µs")
    }
}
