import Bytes
import Gossip

/// Two ends of a path whose dialing side has its proof already, and packets written by hand.
enum PathPair {
    /// What a gate of these tests makes of an address.
    static let address: [UInt8] = [127, 0, 0, 1]

    /// The dialing and the accepting end, after a round trip of 4 ms that ends now; the greeting goes out with the proof next.
    static func make(
        identity: UInt64,
        frameLimit: Int,
        greeting: [UInt8] = DatagramPathTests.frame(1, Array("MESH".utf8)),
        at now: Moment = Moment(monotonic: 0, wall: 0)
    ) -> [DatagramPath] {
        var gate = PathGate(secret: (1, 2))
        var dialing = DatagramPath(dialing: identity, frameLimit: frameLimit)
        var opening: [UInt8] = []
        dialing.append(greeting.span)
        let isSent = dialing.produce(into: &opening, at: Moment(monotonic: now.monotonic - 4_000_000, wall: now.wall))
        guard isSent, case .answer(let token) = gate.judge(opening.span, from: address.span, at: now) else {
            preconditionFailure("an opening without proof was not answered")
        }
        var frames: [UInt8] = []
        _ = try? dialing.receive(token.span, into: &frames, at: now)
        let accepting = DatagramPath(accepting: identity, proof: proof(of: token), frameLimit: frameLimit)
        return [dialing, accepting]
    }

    /// The proof that a datagram shows.
    static func proof(of datagram: [UInt8]) -> UInt64 {
        datagram.span.bigEndian(at: 9, as: UInt64.self)
    }

    /// A datagram that asks for a path.
    static func opening(identity: UInt64, proof: UInt64, _ greeting: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0xD0]
        bytes.append(bigEndian: identity)
        bytes.append(bigEndian: proof)
        return bytes + greeting
    }

    /// A packet with frames, whose sender says that it has seen everything below `seenEnd`.
    static func packet(
        identity: UInt64,
        proof: UInt64,
        _ number: UInt64,
        _ frames: [UInt8],
        seenEnd: UInt64 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = [0xD1]
        bytes.append(bigEndian: identity)
        bytes.append(bigEndian: proof)
        bytes.append(varint: number)
        bytes.append(varint: seenEnd)
        return bytes + [UInt8](repeating: 0, count: 32) + frames
    }
}
