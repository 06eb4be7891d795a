import Gossip

extension Serving {
    /// Of how many bytes of retention renditions share one, as many as there are when one encodes: those who are a little
    /// behind find there what was encoded for the others.
    static let renditionShare = 8

    /// How long a message is at most, in bytes.
    var messageLimit: Int { settings.messageBytes }

    /// Frames of a channel as an audience gets them.
    ///
    /// - Parameters:
    ///   - range: Where the messages are in the channel's log, in one chunk of it if they are not to be encoded.
    ///   - number: The audience.
    ///   - isWhole: Whether all are asked for; else so many as are given at a time.
    ///   - gossip: Has the messages.
    ///   - budget: Pays for what is encoded.
    /// - Returns: The frames; `nil` when the first message is not held any more.
    mutating func passage(
        _ range: Range<Int>,
        for number: Int,
        isWhole: Bool,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) -> Passage? {
        guard audiences[number].form == .events else {
            return gossip.channels.frames(of: audiences[number].channel).map { Passage(range, of: $0) }
        }
        if let kept = attendance.kept.passage(range, isWhole: isWhole, of: number) { return kept }
        let share = settings.renditionBytes / max(1, audiences.renditionCount)
        let made = audiences[number].render(
            range,
            isWhole: isWhole,
            keeping: min(share, Rendition.mostKeptBytes),
            with: gossip
        )
        guard let made else { return nil }
        budget.spend(bytes: made.encodedCount > 0 ? made.passage.byteCount : 0, messages: made.encodedCount)
        // A peer's word is not taken for it, so each time that it is encoded it is read.
        budget.spend(jsonBytes: made.checkedBytes)
        return made.passage
    }
}
