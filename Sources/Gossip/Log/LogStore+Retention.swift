/// What retention remembers between two turns.
struct RetentionClock {
    /// When to look for messages that are too old, in monotonic nanoseconds.
    var nextExpiry = Int64.min

    /// The time that what is too old is measured by.
    var steadyTime = SteadyTime()

    /// The floor of a neighbour that knows the same entries; see ``ChannelTable/floor``.
    var neighbourFloor = Int64.min

    /// Whether more is to be let go than was in one turn.
    var hasMore = false

    /// What may still be let go in this turn.
    var allowance = LettingGo()
}

/// How much is let go in one turn, so that it stays short whatever there is to let go.
struct LettingGo {
    /// How much work a turn may do, in messages: some milliseconds.
    static let limit = 16_384

    /// What it costs to look at a channel, find its place among the others and perhaps to forget it, in messages.
    static let channel = 8

    /// What is left of that.
    private(set) var left = limit

    /// Whether more may be let go.
    var isOpen: Bool { left > 0 }

    /// Pays for channels that were looked at, and for messages that were let go.
    mutating func spend(channels: Int = 0, messages: Int = 0) { left -= channels * Self.channel + messages }
}

/// What goes when there is more than is to be kept.
///
/// What is held afterwards is a function of what came, and not of the order in which it came: of each channel the
/// newest, of all of these the newest that fit, and nothing of a rank of which something did not fit. Which are the
/// newest is a matter of rank, and so the same everywhere; see ``Ranks``. What is too old goes by time; see ``AgeOrder``.
extension LogStore {
    /// Whether more is to be let go than was, and as soon as it can be.
    var hasRetentionWork: Bool { retentionClock.hasMore }

    /// Whether more is held than is to be kept: room was not made as quickly as messages came.
    var isOverweight: Bool { channels.chargedBytes > retention.bytes }

    /// Whether it is time for ``expire(at:)``.
    func isExpiryDue(at now: Moment) -> Bool { now.monotonic >= retentionClock.nextExpiry }

    /// Begins a turn, and lets go of what is too much: of each channel, which is no more than came, and of all.
    ///
    /// - Returns: How many messages were too many for their channels.
    mutating func letGoOfExcess(at now: Moment) -> Int {
        if let step = retentionClock.steadyTime.note(now, keeping: retention.seconds) {
            recount(at: now.wall, isBack: step < 0)
        }
        retentionClock.allowance = LettingGo()
        let goneCount = letGoOfCrowds()
        retentionClock.hasMore = !letGoOfWeight()
        return goneCount
    }

    /// Lets go of what is too old, as much as fits into a turn.
    mutating func expire(at now: Moment) {
        let oldest = retentionClock.steadyTime.time(at: now) - Int64(retention.seconds) * 1_000_000
        guard letGo(before: oldest, by: .age, while: { _ in true }) else {
            retentionClock.hasMore = true
            return
        }
        retentionClock.nextExpiry = now.monotonic + .milliseconds(1000)
    }

    /// Lets the channels go of which nothing but losses was heard.
    mutating func removeLossOnlyChannels() {
        channels.removeLossOnlyChannels()
    }

    /// Finds out of when all messages are, since the wall clock was set: a look at each of them.
    private mutating func recount(at wall: Int64, isBack: Bool) {
        for number in channels.indices where channels.heldCount(of: number) > 0 {
            channels.update(number) { channel in
                channel.settle { origins.isBefore($0, $1) }
                channel.recount(upTo: wall + HybridClock.tolerance, isBack: isBack)
            }
            channels.enqueue(number)
        }
    }

    /// Of each channel that grew, lets go of what is beyond the number to be kept.
    ///
    /// - Returns: How many messages went.
    private mutating func letGoOfCrowds() -> Int {
        let limit = retention.messages
        var goneCount = 0
        for numbers in [channels.takenChannels, channels.grownChannels] {
            for number in numbers where channels.heldCount(of: number) > limit {
                goneCount += letGo(of: number, by: .rank) { $0.heldCount > limit }
            }
        }
        channels.forgetTaken()
        return goneCount
    }

    /// Lets go of the lowest messages of all channels until what is held fits, and of what came too late to be held.
    ///
    /// - Returns: Whether nothing is left to be let go.
    private mutating func letGoOfWeight() -> Bool {
        let limit = retention.bytes
        while let first = channels.firstQueued(by: .rank),
            first.time <= channels.floor || channels.chargedBytes > limit
        {
            guard retentionClock.allowance.isOpen else { return false }
            retentionClock.allowance.spend(channels: 1)
            channels.removeFirstQueued(by: .rank)
            // The rank under which it was queued may have been of a message that went meanwhile.
            guard let lowest = settled(first.channel, by: .rank), lowest <= first.time else {
                channels.enqueue(first.channel)
                continue
            }
            channels.raiseFloor(to: lowest)
            let floor = max(channels.floor, lowest)
            let count = letGo(of: first.channel, by: .rank) { $0.lowestRank.map { $0 <= floor } ?? false }
            retentionClock.allowance.spend(messages: count)
        }
        return true
    }

    /// Takes over the floor of a neighbour, so that what never came here because it did not fit there makes no room here
    /// for what is older.
    ///
    /// More than half of what may be held is kept, whatever a neighbour says.
    ///
    /// - Returns: Whether the own floor has risen.
    mutating func followNeighbours() -> Bool {
        let floor = retentionClock.neighbourFloor
        guard floor > channels.floor else { return false }
        let least = retention.bytes / 2
        let isDone = letGo(before: floor + 1, by: .rank) { $0 > least }
        retentionClock.hasMore = retentionClock.hasMore || !isDone
        guard isDone else { return false }
        retentionClock.neighbourFloor = .min
        let before = channels.floor
        channels.raiseFloor(to: min(floor, (channels.firstQueued(by: .rank)?.time ?? .max) - 1))
        return channels.floor > before
    }

    /// Takes notice of the floor of a neighbour that has the same heads as this node.
    mutating func note(floor: Int64) {
        guard floor < Ranks.limit else { return }
        retentionClock.neighbourFloor = max(retentionClock.neighbourFloor, floor)
    }

    /// Lets go of messages of all channels that come before some rank or time, as many as the turn has room for.
    ///
    /// - Parameters:
    ///   - bound: The rank, or microseconds since 1970.
    ///   - order: Which of them.
    ///   - wants: Whether to go on when so many bytes are charged.
    /// - Returns: Whether nothing is left to be let go.
    private mutating func letGo(
        before bound: Int64,
        by order: RetentionOrder,
        while wants: (Int) -> Bool
    ) -> Bool {
        while let first = channels.firstQueued(by: order), first.time < bound, wants(channels.chargedBytes) {
            guard retentionClock.allowance.isOpen else { return false }
            retentionClock.allowance.spend(channels: 1)
            channels.removeFirstQueued(by: order)
            if let next = settled(first.channel, by: order), next <= first.time {
                let count = letGo(of: first.channel, by: order) { $0.first(by: order).map { $0 <= first.time } ?? false }
                retentionClock.allowance.spend(messages: count)
            } else {
                channels.enqueue(first.channel)
            }
        }
        return true
    }

    /// Lets go of a channel's first messages as long as `isTooMuch` says so, and queues it by what is left.
    ///
    /// - Returns: How many messages went.
    private mutating func letGo(
        of number: Int,
        by order: RetentionOrder,
        while isTooMuch: (Channel) -> Bool
    ) -> Int {
        guard channels.heldCount(of: number) > 0 else { return 0 }
        let key = channels[existing: number].key
        let gone = channels.update(number) { channel -> Stretches in
            channel.settle { origins.isBefore($0, $1) }
            var gone = Stretches()
            while isTooMuch(channel), let message = channel.removeFirst(by: order, { origins.isBefore($0, $1) }) {
                gone.append(message.sequence, of: message.origin)
            }
            return gone
        }
        for stretch in gone.all { origins[stretch.origin].log.remove(posts: stretch.numbers, of: key) }
        channels.enqueue(number)
        if gone.count > 0 { channels.removeIfUnused(number) }
        return gone.count
    }

    /// The rank or the time of the message of a channel that goes first.
    private mutating func settled(_ number: Int, by order: RetentionOrder) -> Int64? {
        channels.update(number) { $0.settle { origins.isBefore($0, $1) } }
        return channels[existing: number].first(by: order)
    }
}
