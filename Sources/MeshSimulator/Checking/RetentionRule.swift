import Gossip

/// What nodes may let go of, as the judge reckons it: of each channel the newest messages stay, and of all of these the
/// newest that fit, down to the first that does not.
struct RetentionRule: Sendable {
    /// What a message costs beside its frame, in bytes.
    static let messageCost = 192

    /// What each channel costs in which something is held, with its name, in bytes: the chat's, and the relay's.
    static let channelCosts = [516, 512]

    /// How many messages of a channel stay.
    let messages: Int

    /// How many bytes of all channels stay.
    let bytes: Int

    /// Takes the rule from what nodes are told.
    init(_ retention: Retention) {
        messages = retention.messages
        bytes = retention.bytes
    }

    /// Whether anything that was posted may have been let go by now.
    func mayHaveLetGo(of ledger: Ledger) -> Bool {
        let count = ledger.entries.count + ledger.unreadCount
        let cost = ledger.frameBytes + count * Self.messageCost + Self.channelCosts.reduce(0, +)
        return count > messages || cost > bytes
    }

    /// Whether so many later messages were posted that a message may have been let go.
    ///
    /// Of those of one rank, which nodes post that have not heard of each other, a channel keeps the later by ID; what does
    /// not fit takes all of its rank with it.
    func mayHaveLetGo(_ message: Int, of ledger: Ledger) -> Bool {
        guard mayHaveLetGo(of: ledger) else { return false }
        let entry = ledger.entries[message]
        var (later, cost) = (0, Self.channelCosts.reduce(0, +))
        for number in ledger.entries.indices where ledger.entries[number].rank >= entry.rank {
            let other = ledger.entries[number]
            if other.channel == entry.channel, ledger.isEarlier(message, number) { later += 1 }
            cost += other.size + Self.messageCost
        }
        return later >= messages || cost > bytes
    }

    /// How many messages of each channel a node holds once it has had all of some copies: at least, and at most.
    ///
    /// What was posted and died with its nodes may have raised the mark below which everything goes, or not. And where a
    /// channel has had more than its messages, what made way for others of it may have had its bytes before, or not.
    func heldCounts(of copies: [Int], in ledger: Ledger) -> [ClosedRange<Int>] {
        let (most, least) = (floor(of: copies, in: ledger), floor(of: Array(ledger.entries.indices), in: ledger))
        let isCrowded = (0..<Ledger.channelCount).contains { channel in
            ledger.entries.count { $0.channel == channel } > messages
        }
        return (0..<Ledger.channelCount).map { channel in
            let newest = copies.filter { ledger.entries[$0].channel == channel }
                .sorted(by: ledger.isEarlier).suffix(messages)
            let count = { (floor: Int64) in
                Set(newest.filter { ledger.entries[$0].rank > floor }.map { ledger.entries[$0].original }).count
            }
            return count(max(least, most))...count(isCrowded ? .min : most)
        }
    }

    /// The highest rank of which something does not fit when all of some copies come; the lowest there is when all fit.
    private func floor(of copies: [Int], in ledger: Ledger) -> Int64 {
        var cost = [0, 0]
        for message in copies { cost[ledger.entries[message].channel] += ledger.entries[message].size }
        var counts = [0, 0]
        for message in copies { counts[ledger.entries[message].channel] += 1 }
        var floor = Int64.min
        for message in copies.sorted(by: ledger.isEarlier) {
            let (rank, channel) = (ledger.entries[message].rank, ledger.entries[message].channel)
            if rank > floor {
                let total = counts.indices.reduce(0) { sum, channel in
                    guard counts[channel] > 0 else { return sum }
                    return sum + cost[channel] + counts[channel] * Self.messageCost + Self.channelCosts[channel]
                }
                guard total > bytes else { return floor }
                floor = rank
            }
            cost[channel] -= ledger.entries[message].size
            counts[channel] -= 1
        }
        return floor
    }
}
