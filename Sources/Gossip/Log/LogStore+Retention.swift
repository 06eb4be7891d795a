/// What goes when there is more than is to be kept.
///
/// What is held afterwards is a function of what came, and not of the order in which it came: of each channel the
/// newest, of all of these the newest that fit, and nothing of a rank of which something did not fit. Which are the
/// newest is a matter of rank, and so the same everywhere; see ``Ranks``. What is too old goes by time; see ``AgeOrder``.
/// Where large messages made room and then went themselves, since newer ones of their channel came, it matters after all
/// what was there at one time: neighbours tell each other, and follow; see ``followNeighbours(largestMessage:)``.
extension LogStore {
    /// Whether more is to be let go than was, and as soon as it can be.
    var hasRetentionWork: Bool { retentionClock.hasMore }

    /// Whether more is held than is to be kept: room was not made as quickly as messages came.
    var isOverweight: Bool { channels.chargedBytes > retention.bytes }

    /// Whether it is time for ``expire(at:)``.
    func isExpiryDue(at now: Moment) -> Bool { now.monotonic >= retentionClock.nextExpiry }

    /// How much may be held while a journal is read, in bytes: twice what is kept in the end.
    ///
    /// A journal also has messages that were let go, since newer ones of their channels came, and not always those newer
    /// ones: they may have been let go too, and be gone from the disk. Then a full channel holds as many messages as it does
    /// in the end, but larger ones, and there is room for what others hold only when its newest have come. Of such messages
    /// the complete segments have no more than of those that are held, or they are rewritten; see `FoldPlan`.
    ///
    /// Whatever a disk has, a node that starts takes no more memory than that; what does not fit is let go, the lowest ranks
    /// first.
    private var limitWhileRestoring: Int { min(retention.bytes, .max / 2) * 2 }

    /// Begins a turn, and lets go of what is too much: of each channel, which is no more than came, or was spared, unless
    /// less is to be kept than before, and of all.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - isRestoring: Whether a journal is read of which more is to come.
    ///   - awaited: See ``letGoOfCrowds(sparing:)``.
    /// - Returns: How many messages were too many for their channels.
    mutating func letGoOfExcess(
        at now: Moment,
        whileRestoring isRestoring: Bool = false,
        sparing awaited: (Int) -> Int? = { _ in nil }
    ) -> Int {
        if let step = retentionClock.steadyTime.note(now, keeping: retention.seconds) {
            recount(at: now.wall, isBack: step < 0)
        }
        retentionClock.allowance = LettingGo(limits)
        var goneCount = letGoOfCrowds(sparing: awaited)
        goneCount += letGoOfOldCrowds(sparing: awaited)
        let isLight = letGoOfWeight(beyond: isRestoring ? limitWhileRestoring : retention.bytes)
        // In each turn, whatever else there is to do in it.
        let isBrief = forgetNames()
        let hasCrowds = retentionClock.nextCrowd != nil || !retentionClock.awaitedCrowds.isEmpty
        retentionClock.hasMore = !isLight || hasCrowds || !isBrief
        return goneCount
    }

    /// Lets go of what is too old, as much as fits into a turn.
    mutating func expire(at now: Moment) {
        let oldest = retentionClock.steadyTime.time(at: now) - Int64(retention.seconds) * 1_000_000
        guard letGo(before: oldest, by: .age, while: { _, _ in true }) else {
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

    /// Lets go of the lowest messages of all channels until what is held fits, and of what came too late to be held.
    ///
    /// - Returns: Whether nothing is left to be let go.
    private mutating func letGoOfWeight(beyond limit: Int) -> Bool {
        while let first = channels.firstQueued(by: .rank),
            first.place <= channels.floor || channels.chargedBytes > limit
        {
            guard retentionClock.allowance.isOpen else { return false }
            var floor = channels.floor
            letGo(ofFirst: first, by: .rank) { rank, charged in
                guard rank <= floor || charged > limit else { return false }
                floor = max(floor, rank)
                return true
            }
            channels.raiseFloor(to: floor)
        }
        return true
    }

    /// Lets go of messages of all channels that come before some rank or time, as many as the turn has room for.
    ///
    /// - Parameters:
    ///   - bound: The rank, or microseconds since 1970.
    ///   - order: Which of them.
    ///   - wants: Whether to go on with the first message of a channel when so many bytes are charged, and so many of the
    ///     other channels have all the messages that they may.
    /// - Returns: Whether nothing is left to be let go.
    mutating func letGo(
        before bound: Int64,
        by order: RetentionOrder,
        while wants: (_ charged: Int, _ othersFull: Int) -> Bool
    ) -> Bool {
        while let first = channels.firstQueued(by: order), first.place < bound,
            wants(channels.chargedBytes, channels.totals.fullCount)
        {
            guard retentionClock.allowance.isOpen else { return false }
            let othersFull = channels.fullCount(beside: first.number)
            let count = letGo(ofFirst: first, by: order) { place, charged in
                place < bound && wants(charged, othersFull)
            }
            // One that was queued under what it has no more has found its place; one that was in its place stays there.
            if count == 0, retentionClock.allowance.isOpen,
                channels[existing: first.number].first(by: order) == first.place
            {
                return true
            }
        }
        return true
    }

    /// Lets go of the first messages of the channel that was queued first, up to where the next channel's begin.
    ///
    /// - Parameters:
    ///   - first: The channel, and under which rank or time it was queued: perhaps that of a message that went meanwhile.
    ///   - order: Which of them.
    ///   - isTooMuch: Whether the message of a rank or time is to go, when so many bytes are charged for all; it goes then.
    /// - Returns: How many messages went.
    @discardableResult
    private mutating func letGo(
        ofFirst first: EarliestQueue.Entry,
        by order: RetentionOrder,
        while isTooMuch: (_ place: Int64, _ charged: Int) -> Bool
    ) -> Int {
        channels.removeFirstQueued(by: order)
        let end = max(first.place, channels.firstQueued(by: order)?.place ?? .max)
        let others = channels.chargedBytes - channels[existing: first.number].chargedBytes
        var allowance = retentionClock.allowance
        allowance.spend(channels: 1)
        let count = letGo(of: first.number, by: order) { channel in
            guard let place = channel.first(by: order), place <= end, allowance.isOpen,
                isTooMuch(place, others + channel.chargedBytes)
            else { return false }
            allowance.spend(messages: 1)
            return true
        }
        retentionClock.allowance = allowance
        return count
    }

    /// Lets go of a channel's first messages as long as `isTooMuch` says so, and queues it by what is left.
    ///
    /// - Returns: How many messages went.
    @discardableResult
    mutating func letGo(
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
        for stretch in gone.all {
            origins.updateLog(of: stretch.origin) { $0.remove(posts: stretch.numbers, of: key) }
        }
        channels.enqueue(number)
        if gone.count > 0 { channels.removeIfUnused(number) }
        return gone.count
    }
}
