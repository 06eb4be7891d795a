import MeshSimulator
import WebSocket

extension FuzzTarget {
    /// What clients send once they are WebSocket clients.
    static let webSocketServer = FuzzTarget(
        name: "websocket-server",
        summary: "frames as a server reads them; they mean the same however they are cut"
    ) { trial throws(BrokenInvariant) in
        try feed(&trial, as: .server)
    }

    /// What servers send.
    static let webSocketClient = FuzzTarget(
        name: "websocket-client",
        summary: "frames as a client reads them"
    ) { trial throws(BrokenInvariant) in
        try feed(&trial, as: .client)
    }

    private static func feed(_ trial: inout Trial, as role: Role) throws(BrokenInvariant) {
        var mutator = trial.mutator()
        var bytes: [UInt8] = []
        for _ in 0...trial.dice.below(5) {
            let (frame, other) = (FrameGrammar.frame(&trial.dice, to: role), FrameGrammar.frame(&trial.dice, to: role))
            bytes += mutator.mutated(frame, with: other)
        }
        trial.note(bytes)
        let limit = trial.dice.below(300)
        let whole = messages(in: [bytes], as: role, limit: limit)
        guard messages(in: trial.pieces(of: bytes), as: role, limit: limit) == whole else {
            throw BrokenInvariant("a stream of frames means something else when it is cut")
        }
    }

    /// What the decoder finds in the bytes of a connection, in words.
    static func messages(in pieces: [[UInt8]], as role: Role, limit: Int) -> [String] {
        var decoder = MessageDecoder(role: role, messageLimit: limit)
        var found: [String] = []
        do throws(WebSocketError) {
            for piece in pieces {
                var buffer = piece
                var range = 0..<piece.count
                step: while true {
                    switch try decoder.next(in: &buffer, range: &range) {
                    case .needMore: break step
                    case .message(let type, let payload):
                        found.append("\(type) \(decoder.takeBytes(of: payload, in: buffer))")
                    case .ping(let payload): found.append("ping \(decoder.takeBytes(of: payload, in: buffer))")
                    case .pong(let payload): found.append("pong \(decoder.takeBytes(of: payload, in: buffer))")
                    case .close(let code, let reason):
                        found.append("close \(code ?? 0) \(decoder.takeBytes(of: reason, in: buffer))")
                    }
                }
            }
        } catch {
            found.append("\(error)")
        }
        return found
    }
}
