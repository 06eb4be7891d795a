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
