extension GossipNode {
    /// Takes notice that messages are lost, for those who use their channels.
    mutating func noteLosses(_ gap: Gap, of origin: Int) {
        let unnamed = gap.counts.reduce(0) { $0 + ($1.channel == nil ? $1.messages : 0) }
        // Of which channel these were nobody knows: all may have lost them.
        let numbers =
            unnamed > 0 ? Array(table.indices) : gap.counts.compactMap { $0.channel.flatMap(table.number(of:)) }
        for number in numbers where table[number] != nil && table[existing: number].retainCount > 0 {
            let key = table[existing: number].key
            let named = gap.counts.first { $0.channel == key }?.messages ?? 0
            let messages = min(named + unnamed, gap.length)
            guard messages > 0 else { continue }
            table.update(number) { $0.noteLoss(of: messages, in: gap.lower...gap.upper, of: origin) }
            table.markGrown(number)
        }
    }

    /// The next loss ahead of a reader, among those that the live clients have passed.
    func nextLoss(for reading: Reading, in channel: Int, upTo place: AudiencePlace) -> Loss? {
        guard reading.lossCount < place.lossCount else { return nil }
        let losses = table[existing: channel].losses
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
            let count = loss.messageCount(above: reading.replay?.filter.head(of: loss.origin, in: origins) ?? 0)
            if count > 0 { return .lost(count) }
        }
        return nil
    }
}
