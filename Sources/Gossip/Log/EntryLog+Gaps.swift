/// What is in gaps.
extension EntryLog {
    /// The whole gap that an entry is in, if it is in one.
    func gap(at sequence: UInt64) -> Gap? { gaps.gap(at: sequence) }

    /// The parts of gaps with numbers in a range.
    ///
    /// - Parameters:
    ///   - range: The numbers.
    ///   - limit: How much to look at: gaps, and of those that count several channels each count.
    /// - Returns: The parts; `nil` when there is more.
    func gaps(in range: ClosedRange<UInt64>, limit: Int) -> [Gap]? {
        var parts: [Gap] = []
        var left = limit
        gaps.forEach(from: range.lowerBound) { gap in
            guard gap.lower <= range.upperBound else { return false }
            left -= max(1, gap.counts.count + gap.counted.count)
            if left >= 0 { parts.append(gap.suffix(from: range.lowerBound).prefix(below: range.upperBound + 1)) }
            return left >= 0
        }
        return left >= 0 ? parts : nil
    }

    /// How many messages of a channel above `sequence` are in gaps, at most.
    func lostMessages(above sequence: UInt64, in channel: ChannelKey, _ looks: inout Looks) -> UInt64 {
        gaps.messages(of: channel, above: sequence, &looks)
    }
}
