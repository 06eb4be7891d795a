extension GossipNode {
    /// Lets go of the oldest messages beyond what is to be kept; to be called once per turn, after messages came.
    public mutating func enforceRetention(at now: Moment) {
        trimArrivals()
        let retention = settings.retention
        let oldest = now.wall - Int64(retention.seconds) * 1_000_000
        if now.monotonic >= nextExpiry {
            nextExpiry = now.monotonic + .milliseconds(1000)
            for number in table.indices {
                letGo(of: number) { $0.oldestTime.map { $0 < oldest } ?? false }
                // A channel of which only losses were heard.
                table.removeIfUnused(number)
            }
        }
        for numbers in [table.takenChannels, table.grownChannels] {
            for number in numbers where table.heldCount(of: number) > retention.messages {
                letGo(of: number) { $0.heldCount > retention.messages }
            }
        }
        table.forgetTaken()
        guard table.memoryBytes > retention.bytes else { return }
        letGo(downTo: retention.bytes - retention.bytes / settings.limits.retentionSlack)
    }

    /// Lets go of the oldest messages of all channels, and of no more than it takes to be at `goal`, in bytes.
    ///
    /// The channels are put in order once: with a hundred thousand of them, looking for the oldest again for each
    /// message would stop the node for seconds.
    private mutating func letGo(downTo goal: Int) {
        var queue = channelsByOldestMessage()
        while table.memoryBytes > goal, let (_, number) = queue.popLast() {
            let nextTime = queue.last?.time ?? .max
            let excess = table.memoryBytes - goal
            let byteCount = table[number]?.byteCount ?? 0
            letGo(of: number) { channel in
                byteCount - channel.byteCount < excess && channel.oldestTime.map { $0 <= nextTime } ?? false
            }
            guard let time = table[number]?.oldestTime else { continue }
            queue.insert((time, number), at: queue.endOfStretch { $0.time > time })
        }
    }

    /// Lets go of a channel's oldest messages as long as `isTooMuch` says so.
    private mutating func letGo(of number: Int, while isTooMuch: (Channel) -> Bool) {
        guard table.heldCount(of: number) > 0 else { return }
        let key = table[existing: number].key
        let gone = table.update(number) { channel -> [MessageRecord] in
            channel.settle { origins.isBefore($0, $1) }
            var gone: [MessageRecord] = []
            while isTooMuch(channel), let message = channel.removeOldest() { gone.append(message) }
            channel.trim()
            return gone
        }
        for record in gone { origins[record.origin].log.remove(post: record.sequence, of: key) }
        if !gone.isEmpty { table.removeIfUnused(number) }
    }

    /// The channels that hold messages, the one with the oldest of all last.
    private mutating func channelsByOldestMessage() -> [(time: Int64, number: Int)] {
        var queue: [(time: Int64, number: Int)] = []
        for number in table.indices where table.heldCount(of: number) > 0 {
            table.update(number) { $0.settle { origins.isBefore($0, $1) } }
            guard let time = table[number]?.oldestTime else { continue }
            queue.append((time, number))
        }
        queue.sort { ($1.time, $1.number) < ($0.time, $0.number) }
        return queue
    }
}

extension Array {
    /// How many elements at the front satisfy a condition that no element after them does.
    fileprivate func endOfStretch(where condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
