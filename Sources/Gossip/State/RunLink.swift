/// What a run of a node says of the one before it.
///
/// Whoever has the entry that says so has had the earlier run up to that number, or a gap in its place: every node waits
/// for that. So a client that has seen anything above it has seen the earlier run too, and that run's earlier one.
struct RunLink: Equatable, Sendable {
    /// The number of the entry that says so.
    var at: UInt64

    /// The earlier run of the same node.
    var epoch: UInt64

    /// The newest entry of it that the node had.
    var upTo: UInt64
}

extension GossipNode {
    /// Names the newest earlier run with messages that this node knows of, once, as soon as something is posted.
    mutating func linkRun(at now: Moment) {
        guard origins[ownRun].state.previous == nil else { return }
        let runs = origins[member: origins[ownRun].node].runs
        guard runs.count > 1 else { return }
        let earlier = runs.last { origins[$0].epoch < epoch && origins[$0].log.hasMessages }
        guard let earlier else { return }
        append(.previous(epoch: origins[earlier].epoch, upTo: origins[earlier].log.head), at: now)
    }

    /// The run that a link leads to, if anything was heard of it.
    func run(before origin: Int) -> (run: Int, link: RunLink)? {
        guard let link = origins[origin].state.previous,
            let run = origins.run(of: origins[origin].node, epoch: link.epoch)
        else { return nil }
        return (run, link)
    }
}
