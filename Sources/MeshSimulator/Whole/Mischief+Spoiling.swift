import Bytes
import WebSocket

extension Mischief {
    /// Valid bytes with mistakes in them, for a port of a node.
    func spoiled(_ dice: inout Dice) -> [StrangerStep] {
        var mutator = Mutator(dice: Dice(seed: dice.next(), stream: 1))
        let count = 1 + dice.below(12)
        var steps: [StrangerStep] = []
        switch self {
        case .spoiledRequests:
            steps = (0..<count).map { _ in
                .send(mutator.mutated(HTTPGrammar.request(&dice), with: HTTPGrammar.request(&dice)))
            }
        case .spoiledFrames:
            steps = [.send(Self.upgrade("/channels/cellar"))]
            steps += (0..<count).map { _ in
                let (frame, other) = (FrameGrammar.frame(&dice, to: .server), FrameGrammar.frame(&dice, to: .server))
                return .send(mutator.mutated(frame, with: other))
            }
        case .falsePath:
            steps = (0..<count).map { _ in .send(mutator.mutated(Self.datagram(&dice), with: Self.datagram(&dice))) }
        default: break
        }
        return steps.flatMap { [$0, .wait(dice.pick(0...300_000_000))] }
    }

    /// A datagram that opens a path, or one of a path that is open.
    private static func datagram(_ dice: inout Dice) -> Piece {
        let path: [Piece] = [.word(UInt64(dice.below(3))), .word(UInt64(dice.below(3)))]
        var grammar = GossipGrammar(
            dice: Dice(seed: dice.next(), stream: 2),
            runs: [.init(name: FalsePeer.name, epoch: 1)],
            wall: UInt64(SimulatedWorld.start)
        )
        let hello = grammar.hello(FalsePeer.name, epoch: 1, nonce: dice.next())
        guard dice.below(2) == 0 else { return .parts([.byte(0xD0)] + path + [hello]) }
        let seen: [Piece] = [.varint(UInt64(dice.below(9))), .varint(0), .word(0), .word(0), .word(0), .word(0)]
        return .parts([.byte(0xD1)] + path + seen + [grammar.frame()])
    }
}
