extension GossipNode {
    /// The next loss ahead of a reader, among those that the live clients have passed.
    func nextLoss(for reading: Reading, in channel: Int, upTo place: AudiencePlace) -> Loss? {
        guard reading.lossCount < place.lossCount else { return nil }
        return channels.loss(reading.lossCount, upTo: place.lossCount, of: channel)?.loss
    }

    /// Brings a reader over the losses where it stands.
    ///
    /// - Parameters:
    ///   - reading: The reader.
    ///   - channel: Its channel.
    ///   - place: Where the live clients are.
    ///   - looks: One is taken for each that its client has seen; where none are left, there may be more.
    ///   - isHere: Whether the reader stands before or behind a loss.
    /// - Returns: The first that its client is to be told of, if there is any.
    func lossStep(
        _ reading: inout Reading,
        in channel: Int,
        upTo place: AudiencePlace,
        _ looks: inout Looks,
        isHere: (Loss) -> Bool
    ) -> ReadingStep? {
        while reading.lossCount < place.lossCount, looks.left >= 0 {
            if !reading.hearsOfLosses {
                reading.passLosses(upTo: place.lossCount)
                return nil
            }
            guard let (loss, end) = channels.loss(reading.lossCount, upTo: place.lossCount, of: channel) else {
                return .overtaken
            }
            guard isHere(loss) else { return nil }
            reading.passLosses(upTo: end)
            let filter = reading.replay?.filter
            let head = loss.origin.flatMap { filter?.head(of: $0, in: origins) }
            // What it got since between the parts of a loss says nothing of what it lacks of them.
            let before = loss.origin.flatMap { filter?.headBefore(of: $0, in: origins) }
            let count = loss.messageCount(above: before ?? 0)
            if count > 0 { return .lost(count, upTo: lastEntry(of: loss, above: head ?? 0, for: reading)) }
            looks.take()
        }
        return nil
    }

    /// The last entry of a loss up to which nothing of its run is still to come, by which a position may name the run as by a
    /// message that stands there; `nil` where its reader has seen more, or where that cannot be told.
    ///
    /// Its reader was given everything before it that is in the channel. What waits here among the entries of the loss comes
    /// behind it, and is not covered. Of runs that are hidden nobody knows whether it has seen them, and to name
    /// a later one would say so.
    private func lastEntry(of loss: Loss, above head: UInt64, for reading: Reading) -> MessageID? {
        guard let origin = loss.origin, loss.reached > head, origins.isOpen(origin), !origins[origin].log.isBarred,
            reading.replay?.filter.hidden.isEmpty ?? true
        else { return nil }
        return id(of: origin, loss.reached)
    }
}
