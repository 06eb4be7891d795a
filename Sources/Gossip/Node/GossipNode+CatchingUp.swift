extension GossipNode {
    /// How long a client is let wait whose position is ahead of its node, in nanoseconds: what is on its way to a node
    /// is there by then, and a person hardly notices.
    public static let catchUpPatience: Int64 = .milliseconds(1000)

    /// How often to look whether the node has caught up, in nanoseconds.
    public static let catchUpInterval: Int64 = .milliseconds(20)

    /// Which message that a position names is on its way here: a client that changes nodes quickly comes before the
    /// last that it saw does.
    ///
    /// Whoever lets it wait until then can tell that what it says again was taken already, and that it has seen the
    /// one copy or the other. What only a node has that cannot be reached is not on its way, and nobody should wait.
    ///
    /// - Parameters:
    ///   - position: What a client has seen.
    ///   - index: From which of its entries on to look. Those in front of the one that was found last need not be
    ///     looked at again, so that it costs little to ask often.
    /// - Returns: The first such entry; `nil` when there is none.
    public func awaitedEntry(of position: Position, from index: Int = 0) -> Int? {
        position.entries[index...].firstIndex { id in
            guard let origin = number(of: id) else { return isRunExpected(id) }
            let head = origins[origin].log.head
            guard head < id.sequence, origin != ownRun else { return false }
            return presence.isVisible(origin) || knownHead(of: origin) > head
        }
    }

    /// Whether a run that nothing was heard of can be the next one of a node that is there.
    private func isRunExpected(_ id: MessageID) -> Bool {
        guard let member = origins.member(named: id.node), presence.isReachable(member),
            let run = presence.currentRun(of: member)
        else { return false }
        return origins[run].epoch < id.epoch
    }
}
