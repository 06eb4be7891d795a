extension GossipNode {
    /// The next loss ahead of a reader, among those that the live clients have passed.
    func nextLoss(for reading: Reading, in channel: Int, upTo place: AudiencePlace) -> Loss? {
        guard reading.lossCount < place.lossCount else { return nil }
        let losses = channels[existing: channel].losses
        return reading.lossCount >= losses.start ? losses[reading.lossCount] : nil
    }

    /// Brings a reader over the losses where it stands.
    ///
    /// - Parameters:
    ///   - reading: The reader.
    ///   - channel: Its channel.
    ///   - place: Where the live clients are.
    ///   - isHere: Whether the reader stands before or behind a loss.
    /// - Returns: The first that its client is to be told of, if there is any.
    func lossStep(
        _ reading: inout Reading,
        in channel: Int,
        upTo place: AudiencePlace,
        isHere: (Loss) -> Bool
    ) -> ReadingStep? {
        while reading.lossCount < place.lossCount {
            if !reading.hearsOfLosses {
                reading.passLosses(upTo: place.lossCount)
                return nil
            }
            guard let loss = nextLoss(for: reading, in: channel, upTo: place) else { return .overtaken }
            guard isHere(loss) else { return nil }
            reading.passLosses(upTo: reading.lossCount + 1)
            let head = loss.origin.flatMap { reading.replay?.filter.head(of: $0, in: origins) }
            let count = loss.messageCount(above: head ?? 0)
            if count > 0 { return .lost(count) }
        }
        return nil
    }
}
