/// Positions of those who were told what they can no longer have, so that it is not told again each time they come back.
extension GossipNode {
    /// Where somebody stands who came with a position, and was told how much of it ``replay(after:in:looks:)`` finds no
    /// longer held.
    ///
    /// Each run that it names is passed over up to the first message of the channel that is held, where there were losses
    /// before that. Of other runs, and of those that are over, what is lost stays before it, and may be told once more: to
    /// name one of them would say something of the runs before it.
    ///
    /// - Parameters:
    ///   - position: What it has seen, as it is kept from now on.
    ///   - channel: A channel that is open.
    ///   - looks: Are taken.
    /// - Returns: The position; no message that is held, or still to come, is covered by it that was not before.
    public func passingLosses(of position: Position, in channel: Int, looks: inout Looks) -> Position {
        Position(
            position.entries.map { id in
                guard let origin = number(of: id) else { return id }
                let end = endOfLosses(above: id.sequence, of: origin, in: channel, &looks)
                return MessageID(node: id.node, epoch: id.epoch, sequence: end)
            }
        )
    }

    /// Up to where nothing of a channel is held of a run above an entry, if anything of it was lost there; else that entry.
    private func endOfLosses(above seen: UInt64, of origin: Int, in channel: Int, _ looks: inout Looks) -> UInt64 {
        let log = origins[origin].log
        guard log.hasLosses, !log.isBarred, seen > 0, seen < log.head, let content = channels[channel] else {
            return seen
        }
        // Behind its link a run says of the one before it what nobody has told this one.
        guard presence.link(of: origin).map({ $0.at <= seen }) ?? true else { return seen }
        let end = lastBeforeHeld(above: seen, of: origin, in: content.key, &looks)
        let lost = log.lostMessages(above: seen, in: content.key, &looks)
        return lost > log.lostMessages(above: end, in: content.key, &looks) ? end : seen
    }

    /// The entry of a run above one, up to which nothing of a channel is held.
    func lastBeforeHeld(above seen: UInt64, of origin: Int, in channel: ChannelKey, _ looks: inout Looks) -> UInt64 {
        let log = origins[origin].log
        guard let number = channels.number(of: channel), let content = channels[number] else { return log.head }
        return log.firstRecord(above: seen, in: number, &looks).map { content.records[$0].sequence - 1 } ?? log.head
    }
}
