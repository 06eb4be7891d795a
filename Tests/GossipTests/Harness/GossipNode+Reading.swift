import Gossip

/// Readers whose looks nobody counts.
extension GossipNode {
    /// The next step of a reader, however many records it has to look at.
    mutating func advance(
        _ reading: inout Reading,
        in channel: Int,
        upTo place: AudiencePlace,
        limit: Int = replayBytes
    ) -> ReadingStep {
        while true {
            var looks = Looks(atMost: .max)
            if let step = advance(&reading, in: channel, upTo: place, limit: limit, looks: &looks) { return step }
        }
    }

    /// A reader who wants everything that a position does not cover, whatever there is to look at.
    mutating func replay(after position: Position, in channel: Int) -> (reading: Reading, lost: UInt64) {
        var looks = Looks()
        return replay(after: position, in: channel, looks: &looks)
    }

    /// A reader who wants the newest messages that are held, whatever there is to look at.
    mutating func replay(
        history count: Int,
        in channel: Int,
        hearsOfLosses: Bool = true
    ) -> (reading: Reading, position: Position) {
        var looks = Looks()
        return replay(history: count, in: channel, hearsOfLosses: hearsOfLosses, looks: &looks)
    }
}
