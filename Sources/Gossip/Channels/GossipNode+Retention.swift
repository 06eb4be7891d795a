extension GossipNode {
    /// How much of what is over a limit is let go at once, beyond the limit: so that the next message is free.
    static let slack = 64

    /// Lets go of the oldest messages beyond what is to be kept; to be called once per turn, after messages came.
    public mutating func enforceRetention(at now: Moment) {
        let retention = settings.retention
        let oldest = now.wall - Int64(retention.seconds) * 1_000_000
        if now.monotonic >= nextExpiry {
            nextExpiry = now.monotonic + .milliseconds(1000)
            for number in table.channels.indices {
                letGo(of: number) { $0.oldestTime.map { $0 < oldest } ?? false }
                // A channel of which only losses were heard.
                table.removeIfUnused(number)
            }
        }
        for numbers in [table.takenChannels, table.grownChannels] {
            for number in numbers where table.channels[number]?.messageCount ?? 0 > retention.messages {
                letGo(of: number) { $0.messageCount > retention.messages }
            }
        }
        table.forgetTaken()
        guard table.memoryBytes > retention.bytes else { return }
        let goal = retention.bytes - retention.bytes / Self.slack
        while table.memoryBytes > goal, let number = channelWithOldestMessage() {
            // A stretch at once: looking at all channels for each message would cost more than the messages.
            var count = 0
            letGo(of: number) { _ in
                count += 1
                return count <= Self.slack
            }
        }
    }

    /// Lets go of a channel's oldest messages as long as `isTooMuch` says so.
    private mutating func letGo(of number: Int, while isTooMuch: (Channel) -> Bool) {
        guard let channel = table.channels[number], channel.messageCount > 0 else { return }
        let key = ChannelKey(kind: channel.kind, name: channel.name)
        let gone = table.update(number) { channel -> [(record: MessageRecord, aliases: [EntryPlace])] in
            channel.settle { origins.isBefore($0, $1) }
            var gone: [(record: MessageRecord, aliases: [EntryPlace])] = []
            while isTooMuch(channel), let message = channel.removeOldest() { gone.append(message) }
            channel.trim()
            return gone
        }
        for (record, aliases) in gone {
            origins[record.origin].log.remove(post: record.sequence, of: key)
            for alias in aliases { origins[alias.origin].log.remove(alias: alias.sequence) }
        }
        if !gone.isEmpty { table.removeIfUnused(number) }
    }

    private mutating func channelWithOldestMessage() -> Int? {
        var oldest: (number: Int, time: Int64)?
        for number in table.channels.indices where table.channels[number]?.messageCount ?? 0 > 0 {
            table.update(number) { $0.settle { origins.isBefore($0, $1) } }
            guard let time = table.channels[number]?.oldestTime else { continue }
            if oldest.map({ time < $0.time }) ?? true { oldest = (number, time) }
        }
        return oldest?.number
    }
}
