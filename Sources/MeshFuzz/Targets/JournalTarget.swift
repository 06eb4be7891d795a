import Bytes
import Gossip
import MeshSimulator

extension FuzzTarget {
    /// A journal as it may lie on a disk.
    static let journal = FuzzTarget(
        name: "journal",
        summary: "journals with mistakes; a node refuses them, or starts and can write its own"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        var grammar = GossipGrammar(
            dice: Dice(seed: trial.seed, stream: 3),
            runs: ["alpha", "bravo", "charlie"].map { .init(name: $0, epoch: Neighbourhood.epoch) },
            wall: 1_700_000_000_000_000
        )
        let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
        func frames() -> Piece {
            .parts((0...trial.dice.below(8)).map { _ in grammar.entries(of: trial.dice.below(3)) })
        }
        let journal = mutator.mutated(frames(), with: frames())
        trial.note(journal)
        guard var (node, extent) = restored(from: journal, at: now) else { return }
        _ = node.heldMessages(in: extent)
        var fold = node.fold(extent)
        do {
            try fold.take(journal.span)
        } catch {
            throw BrokenInvariant("what a node restored cannot be folded")
        }
        let folded = fold.finish().flatMap { $0 }
        guard restored(from: folded, at: now) != nil else {
            throw BrokenInvariant("a node refuses the folded part of a journal that it took")
        }
        var checkpoint: [UInt8] = []
        node.produceCheckpoint(into: &checkpoint)
        guard restored(from: checkpoint, at: now) != nil else {
            throw BrokenInvariant("a node refuses its own checkpoint")
        }
        node.enforceRetention(at: now)
    }

    /// A node that has read a journal; `nil` when it refuses it.
    private static func restored(from journal: [UInt8], at now: Moment) -> (GossipNode, JournalExtent)? {
        var settings = GossipSettings()
        settings.retention.messages = 20
        var node = GossipNode(name: "alpha", epoch: Neighbourhood.epoch + 5, bootNonce: 1, settings: settings)
        var extent = JournalExtent()
        do {
            try node.restore(journal.span, noting: &extent, at: now)
        } catch {
            return nil
        }
        node.finishRestoring(at: now)
        return (node, extent)
    }
}
