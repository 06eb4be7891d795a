/// What is in gaps.
extension EntryLog {
    /// The whole gap that an entry is in, if it is in one.
    func gap(at sequence: UInt64) -> Gap? {
        let index = gapIndex(from: sequence)
        return index < gaps.count && gaps[index].lower <= sequence ? gaps[index] : nil
    }

    /// The parts of gaps with numbers in a range.
    func gaps(in range: ClosedRange<UInt64>) -> [Gap] {
        gaps[gapIndex(from: range.lowerBound)...].prefix { $0.lower <= range.upperBound }
            .map { $0.suffix(from: range.lowerBound).prefix(below: range.upperBound + 1) }
    }

    /// How many messages of a channel above `sequence` are in gaps, at most.
    func lostMessages(above sequence: UInt64, in channel: ChannelKey) -> UInt64 {
        gaps[gapIndex(from: sequence + 1)...].reduce(0) { sum, gap in
            let part = gap.suffix(from: sequence + 1)
            let count = part.counts.reduce(0) { $0 + ($1.channel == nil || $1.channel == channel ? $1.messages : 0) }
            return sum + min(count, part.length)
        }
    }

    /// The first gap that ends at or above `sequence`.
    func gapIndex(from sequence: UInt64) -> Int {
        var low = 0
        var high = gaps.count
        while low < high {
            let middle = (low + high) / 2
            if gaps[middle].upper < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
