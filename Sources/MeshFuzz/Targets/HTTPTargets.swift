import HTTP
import MeshSimulator

extension FuzzTarget {
    /// What clients send.
    static let requests = FuzzTarget(
        name: "requests",
        summary: "streams of HTTP requests; they mean the same however they are cut"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        var bytes: [UInt8] = []
        for _ in 0...trial.dice.below(3) {
            bytes += mutator.mutated(HTTPGrammar.request(&trial.dice), with: HTTPGrammar.request(&trial.dice))
        }
        trial.note(bytes)
        let limits = HTTPLimits(headBytes: 40 + trial.dice.below(400), bodyBytes: trial.dice.below(40))
        let whole = steps(in: [bytes], limits)
        guard steps(in: trial.pieces(of: bytes), limits) == whole else {
            throw BrokenInvariant("a stream of requests means something else when it is cut")
        }
    }

    /// What servers answer.
    static let answers = FuzzTarget(
        name: "answers",
        summary: "HTTP answers as the program's own clients read them"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        let bytes = mutator.mutated(HTTPGrammar.answer(&trial.dice), with: HTTPGrammar.answer(&trial.dice))
        trial.note(bytes)
        let limits = HTTPLimits(headBytes: 40 + trial.dice.below(400), bodyBytes: trial.dice.below(40))
        let whole = answer(in: [bytes], limits)
        guard answer(in: trial.pieces(of: bytes), limits) == whole else {
            throw BrokenInvariant("an answer means something else when it is cut")
        }
    }

    private static func steps(in pieces: [[UInt8]], _ limits: HTTPLimits) -> [String] {
        var connection = ServerConnection(limits: limits)
        var found: [String] = []
        var output: [UInt8] = []
        do throws(HTTPError) {
            for piece in pieces {
                connection.receive(piece.span)
                while let step = try connection.next() {
                    // Who has the body already need not wait for leave to send it.
                    if case .request = step {
                        found.append("\(step)")
                        connection.respond(Response(.noContent), wallSeconds: 0, into: &output)
                        if connection.isEnded { return found }
                    }
                }
            }
        } catch {
            found.append("\(error)")
        }
        return found
    }

    private static func answer(in pieces: [[UInt8]], _ limits: HTTPLimits) -> [String] {
        var connection = ClientConnection(answering: .get, limits: limits)
        do throws(HTTPError) {
            for piece in pieces {
                connection.receive(piece.span)
                if let answer = try connection.next() { return ["\(answer)"] }
            }
            return [try connection.handleEnd().map { "\($0)" } ?? "nothing"]
        } catch {
            return ["\(error)"]
        }
    }
}

/// Makes valid HTTP/1.1 messages.
enum HTTPGrammar {
    /// A request.
    static func request(_ dice: inout Dice) -> Piece {
        let targets = ["/", "/channels/x?after=a@1/2,b@3/4", "/status", "http://h:80/chat/%41?key=a%20b", "*"]
        let methods = ["GET ", "HEAD ", "POST ", "OPTIONS "]
        let start: [Piece] = [
            .text(methods[dice.below(methods.count)]), .text(targets[dice.below(targets.count)]), .text(" HTTP/1."),
            .decimal(dice.below(5) == 0 ? 0 : 1), .text("\r\n"),
        ]
        return .parts(start + [.text("Host: a:"), .decimal(80), .text("\r\n")] + rest(&dice))
    }

    /// An answer.
    static func answer(_ dice: inout Dice) -> Piece {
        let start: [Piece] = [.text("HTTP/1."), .decimal(1), .text(" "), .decimal(200), .text(" OK\r\n")]
        return .parts(start + rest(&dice))
    }

    /// More fields, and the body.
    private static func rest(_ dice: inout Dice) -> [Piece] {
        let fields = [
            "Connection: keep-alive, x\r\n", "Connection: close\r\n", "Expect: 100-continue\r\n", "Accept: */*\r\n",
            "X: \u{E9}\r\n", "Content-Type: text/plain;charset=\"a\\\"b\"\r\n", "Upgrade: websocket\r\n",
        ]
        var parts = (0..<dice.below(4)).map { _ in Piece.text(fields[dice.below(fields.count)]) }
        let size = dice.below(30)
        let body = [UInt8](repeating: 0x62, count: size)
        switch dice.below(3) {
        case 0: parts.append(.text("\r\n"))
        case 1:
            parts += [.text("Content-Length: "), .decimal(UInt64(size)), .text("\r\n\r\n"), .bytes(body)]
        default:
            parts.append(.text("Transfer-Encoding: chunked\r\n\r\n"))
            let chunks = (0..<dice.below(3)).map { _ in chunk(&dice) }
            parts += [.parts(chunks), .text("0\r\n"), .text("T: z\r\n"), .text("\r\n")]
        }
        return parts
    }

    private static func chunk(_ dice: inout Dice) -> Piece {
        let size = 1 + dice.below(20)
        let length = Piece(.number(UInt64(size), .hexadecimal))
        let tail = dice.below(2) == 0 ? ";x=\"y\"\r\n" : "\r\n"
        return .parts([length, .text(tail), .bytes(repeatElement(0x63, count: size)), .text("\r\n")])
    }
}
