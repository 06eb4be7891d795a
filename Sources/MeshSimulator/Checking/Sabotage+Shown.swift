import Gossip

/// What checkers are shown otherwise than it is.
extension Sabotage {
    /// Changes when a message is said to have been posted.
    func spoil(_ stamp: Stamp) -> Stamp {
        var stamp = stamp
        switch self {
        case .postdate: stamp.time += 2 * WitnessedClock.tolerance
        case .stopTime: stamp.time -= 3_600_000_000
        case .forgetRanks: stamp.rank = 0
        default: break
        }
        return stamp
    }

    /// Changes what a message is called.
    func spoil(nameIn stamp: Stamp) -> Stamp {
        var stamp = stamp
        if self == .reuseNumber, stamp.id.sequence > 1 { stamp.id.sequence -= 1 }
        return stamp
    }

    /// Changes what a position names.
    func spoil(position entries: [MessageID]) -> [MessageID] {
        guard self == .nameManyRuns else { return entries }
        return entries.flatMap { id in
            (0..<5).map { MessageID(node: id.node, epoch: id.epoch - $0, sequence: id.sequence) }
        }
    }

    /// Changes what a node shows in the end.
    func spoil(_ view: NodeView) -> NodeView {
        var view = view
        switch self {
        case .miscount: view.counts[0] += 1
        case .hideUser: view.usernames = view.usernames.dropLast()
        case .hideNode: view.reachableRuns = view.reachableRuns.dropLast()
        default: break
        }
        return view
    }
}
