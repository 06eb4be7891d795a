/// What may be lost of a gap here, while it is taken in parts around what waits here.
///
/// A gap counts messages, and not which entries they are. What of them is here was not lost here; and what a part was
/// made responsible for is not counted again with the next one.
struct GapAccount {
    /// What is known here of the entries of a gap.
    struct Known {
        /// How many messages of each channel are here, or were let go here.
        var messages: [ChannelKey: UInt64] = [:]

        /// How many others were counted as lost here, at most; of channels without a name under `nil`.
        var lost: [ChannelKey?: UInt64] = [:]

        /// How many messages there may have been at most.
        var count: UInt64 { messages.values.reduce(0, +) + lost.values.reduce(0, +) }
    }

    /// The part of the gap that is above the head; of each channel it counts what may be lost here.
    let gap: Gap

    /// How many of those are not counted as lost yet.
    private var uncounted: [Gap.Count]

    /// Starts with a gap.
    ///
    /// - Parameters:
    ///   - gap: The gap, as a neighbour has it.
    ///   - head: How far the log goes here.
    ///   - known: What is known of its entries up to there.
    ///   - early: How many messages wait above that, by channel.
    init(of gap: Gap, above head: UInt64, known: Known, early: [ChannelKey: UInt64]) {
        let here = known.messages.merging(early) { $0 + $1 }
        let named = Set(gap.counts.compactMap(\.channel))
        let unnamed = here.reduce(0) { named.contains($1.key) ? $0 : $0 + $1.value }
        let counts = gap.counts.map { count in
            count.without(count.channel.map { here[$0] ?? 0 } ?? unnamed)
        }
        self.gap = gap.counting(counts).suffix(from: head + 1, after: known.count)
        uncounted = counts.map { $0.without(known.lost[$0.channel] ?? 0) }
    }

    /// What is to be counted as lost with a part of the gap.
    mutating func count(_ part: Gap) -> Gap {
        var counts = uncounted
        var left = part.length
        for index in uncounted.indices {
            counts[index].messages = min(uncounted[index].messages, left)
            uncounted[index].messages -= counts[index].messages
            left -= counts[index].messages
        }
        return part.counting(counts)
    }
}

extension Gap.Count {
    /// The count without messages that are known better.
    fileprivate func without(_ messages: UInt64) -> Gap.Count {
        Gap.Count(channel: channel, messages: self.messages - min(messages, self.messages))
    }
}
