import Bytes
import Gossip
import MeshSimulator

extension FuzzTarget {
    /// Datagrams of a path, and of strangers.
    static let datagrams = FuzzTarget(
        name: "datagrams",
        summary: "datagrams with pieces of frames; a path takes them or is over"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        var grammar = GossipGrammar(
            dice: Dice(seed: trial.seed, stream: 3),
            runs: [.init(name: Neighbourhood.stranger, epoch: Neighbourhood.epoch)],
            wall: 1_700_000_000_000_000
        )
        var path = DatagramPath(accepting: 77, proof: 5, frameLimit: 1 << 20)
        var gate = PathGate(secret: (1, 2))
        var now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
        var number: UInt64 = 0
        var frames: [UInt8] = []
        var output: [UInt8] = []
        let hello = grammar.hello(Neighbourhood.stranger, epoch: Neighbourhood.epoch, nonce: 7)
        var packets = [Piece.parts([.byte(0xD0), .word(77), .word(5), hello])]
        for _ in 0...trial.dice.below(12) {
            number += 1
            let pieces = trial.dice.below(2) == 0 ? [grammar.frame()] : pieces(&trial.dice)
            packets.append(packet(number, pieces))
        }
        for index in packets.indices {
            let other = packets[trial.dice.below(packets.count)]
            let datagram = mutator.mutated(packets[index], with: other)
            trial.note(datagram)
            do throws(LinkError) {
                _ = try path.receive(datagram.span, into: &frames, at: now)
            } catch {
                return
            }
            now.monotonic += 1_000_000
            path.append(grammar.frame().encoded.span)
            if trial.dice.below(4) == 0 { now.monotonic += 500_000_000 }
            path.handleTimeout(at: now)
            while path.produce(into: &output, at: now) {}
            _ = DatagramPath.reset(for: datagram.span)
            let answer = gate.judge(datagram.span, from: [UInt8](repeating: 1, count: 4).span, at: now)
            if case .answer(let token) = answer, token.count > datagram.count {
                throw BrokenInvariant("\(datagram.count) bytes of a stranger drew \(token.count)")
            }
        }
        guard frames.count <= 64 * trial.byteCount + (1 << 20) else {
            throw BrokenInvariant("\(trial.byteCount) bytes of datagrams made \(frames.count) bytes of frames")
        }
    }

    /// A datagram with frames, and what its sender has seen.
    private static func packet(_ number: UInt64, _ frames: [Piece]) -> Piece {
        .parts(
            [.byte(0xD1), .word(77), .word(5), .varint(number), .varint(0), .word(0), .word(0), .word(0), .word(0)]
                + frames
        )
    }

    /// Pieces of one frame that is too large for a datagram.
    private static func pieces(_ dice: inout Dice) -> [Piece] {
        let size = 1109
        let total = 1 + dice.below(5000)
        let frame = UInt64(dice.below(3))
        return (0...dice.below(2)).map { _ in
            let offset = dice.below((total + size - 1) / size) * size
            let count = min(size, total - offset)
            return Piece(
                .block(
                    .bigEndian(4),
                    [
                        .byte(12), .varint(frame), .varint(UInt64(offset)), .varint(UInt64(total)),
                        .bytes(repeatElement(0x61, count: count)),
                    ]
                )
            )
        }
    }
}
