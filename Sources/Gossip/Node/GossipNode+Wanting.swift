extension GossipNode {
    /// Whether a reader is to get a message: it was held when the reader came, and no copy of it was seen.
    func isWanted(_ number: Int, of channel: Channel, by reading: Reading) -> Bool {
        guard let replay = reading.replay else { return true }
        let record = channel.records[number]
        if let letGoAt = record.letGoAt, letGoAt <= replay.letGoCount { return false }
        guard !replay.filter.contains(record.sequence, of: record.origin, in: origins), !reading.isOwn(record.offset)
        else {
            return false
        }
        guard let key = record.key else { return true }
        return !channel.keys.copies(of: key).contains { copy in
            let (origin, sequence) = (copy.place.origin, copy.place.sequence)
            // What was let go before the reader came it passes, and does not get.
            guard let letGoAt = copy.letGoAt, letGoAt <= replay.letGoCount else {
                return replay.filter.contains(sequence, of: origin, in: origins)
            }
            return replay.filter.cameWith(sequence, of: origin, in: origins)
        }
    }

    /// Has a reader forget what its client posted itself, once it is past that: it may wait for ever for what its client came
    /// with, and its client go on posting meanwhile.
    ///
    /// It is remembered by its number, so the reader may go back behind it. What was given back has none.
    func pass(_ number: Int, of channel: Channel, by reading: inout Reading) {
        let record = channel.records[number]
        guard record.length > 0, reading.isOwn(record.offset),
            reading.updateReplay({ $0.filter.pass(record.sequence, of: record.origin, in: origins) })
        else { return }
        reading.forgetOwnFrames(record.offset..<(record.offset + record.length))
    }
}
