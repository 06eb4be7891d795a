/// What is in gaps.
extension EntryLog {
    /// The whole gap that an entry is in, if it is in one.
    func gap(at sequence: UInt64) -> Gap? { gaps.gap(at: sequence) }

    /// The parts of gaps with numbers in a range.
    ///
    /// - Parameters:
    ///   - range: The numbers.
    ///   - limit: How many gaps to look at.
    /// - Returns: The parts; `nil` when there are more.
    func gaps(in range: ClosedRange<UInt64>, limit: Int) -> [Gap]? {
        var parts: [Gap] = []
        var isAll = true
        gaps.forEach(from: range.lowerBound) { gap in
            guard gap.lower <= range.upperBound else { return false }
            isAll = parts.count < limit
            if isAll { parts.append(gap.suffix(from: range.lowerBound).prefix(below: range.upperBound + 1)) }
            return isAll
        }
        return isAll ? parts : nil
    }

    /// How many messages of a channel above `sequence` are in gaps, at most; what was looked at is taken off the looks.
    func lostMessages(above sequence: UInt64, in channel: ChannelKey, _ looks: inout Int) -> UInt64 {
        gaps.messages(of: channel, above: sequence, &looks)
    }
}
