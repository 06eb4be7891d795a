/// What may be lost of a gap here, while it is taken in parts around what waits here.
///
/// A gap counts messages, and not which entries they are. What of them is here was not lost here; and what a part was
/// made responsible for is not counted again with the next one.
struct GapAccount {
    /// What is known here of the entries of a gap.
    struct Known {
        /// How many messages of each channel are here, or were let go here.
        var messages: [ChannelKey: UInt64] = [:]

        /// How many others were counted as lost here; of channels without a name under `nil`.
        var lost: [ChannelKey?: UInt64] = [:]

        /// How many others there were at most.
        private var others: UInt64 = 0

        /// Where the gap counts each channel.
        private let places: [ChannelKey?: Int]

        /// Starts with nothing that is known of so many entries.
        ///
        /// - Parameters:
        ///   - gap: The gap, as a neighbour has it.
        ///   - entries: How many.
        init(of gap: Gap, ofUnread entries: UInt64 = 0) {
            others = entries
            places = Dictionary(gap.counts.enumerated().map { ($1.channel, $0) }) { first, _ in first }
        }

        /// How many messages there may have been at most.
        var count: UInt64 { messages.values.reduce(others, +) }

        /// Takes in a part of the log that is not held.
        ///
        /// Where each channel was made responsible for a part as early as may be, they were for more than it has entries: no more
        /// than those are taken for counted, of the channels in the order in which the gap counts them.
        ///
        /// - Parameter part: The part.
        mutating func add(_ part: Gap) {
            if part.isExact, !part.isCountedApart {
                for count in part.counts {
                    if let channel = count.channel {
                        messages[channel, default: 0] += count.messages
                    } else {
                        lost[nil, default: 0] += count.messages
                        others += count.messages
                    }
                }
                return
            }
            others += part.messageCount
            var left = part.length
            let counts = part.isCountedApart ? part.counted : part.counts
            let placed = counts.map { (place: places[$0.channel] ?? .max, count: $0) }
            for (_, count) in placed.sorted(by: { $0.place < $1.place }) {
                let share = min(count.messages, left)
                lost[count.channel, default: 0] += share
                left -= share
            }
        }
    }

    /// The part of the gap that is above the head; of each channel it counts what may be lost here.
    private(set) var gap: Gap

    /// How many of those are not counted as lost yet, by channel and together.
    private var uncounted: [Gap.Count]
    private var uncountedTotal: UInt64

    /// Starts with a gap.
    ///
    /// - Parameters:
    ///   - gap: The gap, as a neighbour has it.
    ///   - head: How far the log goes here.
    ///   - known: What is known of its entries up to there.
    ///   - early: How many messages wait above that, by channel.
    ///   - others: How many wait of channels that the gap does not name, and that stand in no row of those.
    init(of gap: Gap, above head: UInt64, known: Known, early: [ChannelKey: UInt64], others: UInt64 = 0) {
        let here = known.messages.merging(early) { $0 + $1 }
        let named = Set(gap.counts.compactMap(\.channel))
        let unnamed = here.reduce(others) { named.contains($1.key) ? $0 : $0 + $1.value }
        let counts = gap.counts.map { count in
            count.without(count.channel.map { here[$0] ?? 0 } ?? unnamed)
        }
        self.gap = gap.counting(counts).suffix(from: head + 1, after: known.count)
        uncounted = counts.map { $0.without(known.lost[$0.channel] ?? 0) }
        // Where names were forgotten, here or there, nobody knows of which channels these were; how many it were is known.
        let (messages, lost) = (counts.reduce(0) { $0 + $1.messages }, known.lost.values.reduce(0, +))
        uncountedTotal = messages - min(lost, messages)
    }

    /// Counts what is left of it without names: of any channel.
    mutating func forgetNames() {
        gap.forgetNames()
        uncounted = [Gap.Count(channel: nil, messages: uncountedTotal)]
    }

    /// How many messages of each channel may be lost in a part of the gap that are not counted as that yet.
    func uncounted(in part: Gap) -> [Gap.Count] {
        uncounted.map { Gap.Count(channel: $0.channel, messages: min($0.messages, part.length), last: $0.last) }
    }

    /// What is to be counted as lost with a part of the gap.
    ///
    /// Nobody knows which channel lost something in which part, and the next part may never be taken, or with another gap. So
    /// each channel is made responsible as early as may be: of each it is never less than was lost, and once all parts
    /// are taken, just that.
    ///
    /// - Parameter part: The next part.
    /// - Returns: How many messages of each channel, and how many together.
    mutating func count(_ part: Gap) -> (counts: [Gap.Count], total: UInt64) {
        let counts = uncounted(in: part)
        for index in uncounted.indices { uncounted[index].messages -= counts[index].messages }
        let total = min(uncountedTotal, part.length)
        uncountedTotal -= total
        return (counts, total)
    }
}

extension Gap.Count {
    /// The count without messages that are known better.
    fileprivate func without(_ messages: UInt64) -> Gap.Count {
        var count = self
        count.messages -= min(messages, count.messages)
        return count
    }
}
