import HTTP
import MeshSimulator
import WebSocket

extension FuzzTarget {
    /// A server that answers who wants a WebSocket, and goes on.
    static let upgrade = FuzzTarget(
        name: "upgrade",
        summary: "a server's answer to an upgrade, and frames right behind it; it means the same however it is cut"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        var bytes = mutator.mutated(answer(&trial.dice), with: HTTPGrammar.answer(&trial.dice))
        for _ in 0..<trial.dice.below(3) {
            let frames = (0..<2).map { _ in FrameGrammar.frame(&trial.dice, to: .client) }
            bytes += mutator.mutated(frames[0], with: frames[1])
        }
        trial.note(bytes)
        let whole = heard([bytes])
        guard heard(trial.pieces(of: bytes)) == whole else {
            throw BrokenInvariant("an answer to an upgrade means something else when it is cut")
        }
    }

    /// What a client hears: the rule that is broken, or what comes behind the answer.
    private static func heard(_ pieces: [[UInt8]]) -> [String] {
        guard let target = try? RequestTarget(decoding: "/channels/tea", method: .get) else { return [] }
        let handshake = ClientHandshake(target: target, host: "a", key: Array("the sample nonce".utf8))
        var connection = ClientConnection(answering: .get)
        var rest: [[UInt8]] = []
        var isOpen = false
        for piece in pieces {
            if isOpen {
                rest.append(piece)
                continue
            }
            connection.receive(piece.span)
            do throws(HTTPError) {
                guard let response = try connection.next() else { continue }
                do throws(HandshakeError) { try handshake.check(response) } catch { return ["\(error)"] }
            } catch {
                return ["\(error)"]
            }
            isOpen = true
            rest.append(connection.takeRemainder())
        }
        return isOpen ? ["open"] + messages(in: rest, as: .client, limit: 1000) : []
    }

    /// The answer to the key of RFC 6455 §1.3.
    private static func answer(_ dice: inout Dice) -> Piece {
        var fields: [Piece] = [
            .text("Upgrade: websocket\r\n"), .text("Connection: Upgrade\r\n"),
            .text("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
        ]
        if dice.below(4) == 0 { fields.append(.text("Sec-WebSocket-Protocol: x\r\n")) }
        if dice.below(4) == 0 { fields.append(.parts([.text("Content-Length: "), .decimal(5), .text("\r\n")])) }
        let early: [Piece] = dice.below(4) == 0 ? [.text("HTTP/1.1 "), .decimal(100), .text(" Continue\r\n\r\n")] : []
        return .parts(
            early + [.text("HTTP/1."), .decimal(1), .text(" "), .decimal(101), .text(" Switching Protocols\r\n")]
                + [.parts(fields), .text("\r\n")]
        )
    }
}
