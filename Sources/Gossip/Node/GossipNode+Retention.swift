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
}

extension GossipNode {
    /// How many messages are let go in one call, where memory does not ask for more.
    static let letGoLimit = 8192

    /// Lets go of the oldest messages beyond what is to be kept; to be called at least once per turn, after messages
    /// came and what is new was sent.
    ///
    /// What is held afterwards is a function of what came, and not of the order in which it came: of each channel the
    /// newest, of all of these the newest that fit, and nothing of a time of which something did not fit. A message
    /// counts by its time, bounded by its arrival; see ``AheadOfTime``.
    public mutating func enforceRetention(at now: Moment) {
        trimArrivals()
        if let step = retentionClock.steadyTime.note(now, keeping: settings.retention.seconds) {
            recount(at: now.wall, isBack: step < 0)
        }
        letGoOfCrowds()
        letGoOfExcess()
        retentionClock.hasMore = false
        if now.monotonic >= retentionClock.nextExpiry {
            table.removeLossOnlyChannels()
            closeRuns(at: now)
            let oldest = retentionClock.steadyTime.time(at: now) - Int64(settings.retention.seconds) * 1_000_000
            retentionClock.hasMore = !letGo(before: oldest) { _ in true }
            if !retentionClock.hasMore { retentionClock.nextExpiry = now.monotonic + .milliseconds(1000) }
        }
        followNeighbours(at: now)
        checkInDebugBuilds()
    }

    /// Whether ``enforceRetention(at:)`` has more to do and wants to be called again soon.
    public var hasRetentionWork: Bool { retentionClock.hasMore }

    /// Finds out for all messages up to when they count, since the wall clock was set: a look at each of them.
    private mutating func recount(at wall: Int64, isBack: Bool) {
        if isBack {
            table.lowerFloor(below: wall)
            retentionClock.neighbourFloor = min(retentionClock.neighbourFloor, wall - 1)
        }
        for number in table.indices where table.heldCount(of: number) > 0 {
            table.update(number) { channel in
                channel.settle { origins.isBefore($0, $1) }
                channel.recount(upTo: wall + HybridClock.tolerance, isBack: isBack)
            }
            if let oldest = table[existing: number].oldestTime { table.enqueue(number, at: oldest) }
        }
    }

    /// Of each channel that grew, lets go of what is beyond the number to be kept.
    private mutating func letGoOfCrowds() {
        let limit = settings.retention.messages
        for numbers in [table.takenChannels, table.grownChannels] {
            for number in numbers where table.heldCount(of: number) > limit {
                mark(.letGoByCount)
                letGo(of: number) { $0.heldCount > limit }
            }
        }
        table.forgetTaken()
    }

    /// Lets go of the oldest messages of all channels until what is held fits, and of what came too late to be held.
    private mutating func letGoOfExcess() {
        let limit = settings.retention.bytes
        while let first = table.firstQueued(), first.time <= table.floor || table.chargedBytes > limit {
            table.removeFirstQueued()
            guard let oldest = oldestTime(of: first.channel) else { continue }
            // The time under which it was queued may have been of a message that went meanwhile.
            guard oldest <= first.time else {
                table.enqueue(first.channel, at: oldest)
                continue
            }
            table.raiseFloor(to: oldest)
            let floor = table.floor
            letGo(of: first.channel) { $0.oldestTime.map { $0 <= floor } ?? false }
        }
    }

    /// Takes over the floor of a neighbour, so that what never came here because it did not fit there makes no room here
    /// for what is older.
    ///
    /// More than half of what may be held is kept, whatever a neighbour says.
    private mutating func followNeighbours(at now: Moment) {
        let floor = retentionClock.neighbourFloor
        guard floor > table.floor else { return }
        let least = settings.retention.bytes / 2
        let isDone = letGo(before: floor + 1) { $0 > least }
        retentionClock.hasMore = retentionClock.hasMore || !isDone
        guard isDone else { return }
        retentionClock.neighbourFloor = .min
        let before = table.floor
        table.raiseFloor(to: min(floor, (table.firstQueued()?.time ?? .max) - 1))
        guard table.floor > before else { return }
        // Others are to hear of it soon.
        for number in links.indices where links[number].phase == .open {
            links[number].probeAt = min(links[number].probeAt, now.monotonic)
        }
    }

    /// Notes the floor of a neighbour that has the same heads as this node.
    mutating func note(floor: Int64, at now: Moment) {
        guard floor <= now.wall + HybridClock.tolerance else { return }
        retentionClock.neighbourFloor = max(retentionClock.neighbourFloor, floor)
    }

    /// Lets go of messages of all channels that count before `time`, at most ``letGoLimit``.
    ///
    /// - Parameters:
    ///   - time: Microseconds since 1970.
    ///   - wants: Whether to go on when so many bytes are charged.
    /// - Returns: Whether nothing is left to be let go.
    private mutating func letGo(before time: Int64, while wants: (Int) -> Bool) -> Bool {
        var left = Self.letGoLimit
        while let first = table.firstQueued(), first.time < time, wants(table.chargedBytes) {
            guard left > 0 else { return false }
            table.removeFirstQueued()
            guard let oldest = oldestTime(of: first.channel) else { continue }
            if oldest <= first.time {
                left -= letGo(of: first.channel) { $0.oldestTime.map { $0 <= first.time } ?? false }
            } else {
                table.enqueue(first.channel, at: oldest)
            }
        }
        return true
    }

    /// Lets go of a channel's oldest messages as long as `isTooMuch` says so, and queues it by what is left.
    ///
    /// - Returns: How many messages went.
    @discardableResult
    private mutating func letGo(of number: Int, while isTooMuch: (Channel) -> Bool) -> Int {
        guard table.heldCount(of: number) > 0 else { return 0 }
        let key = table[existing: number].key
        let gone = table.update(number) { channel -> [MessageRecord] in
            channel.settle { origins.isBefore($0, $1) }
            var gone: [MessageRecord] = []
            while isTooMuch(channel), let message = channel.removeOldest(by: { origins.isBefore($0, $1) }) {
                gone.append(message)
            }
            return gone
        }
        for record in gone { origins[record.origin].log.remove(post: record.sequence, of: key) }
        if let oldest = table[existing: number].oldestTime { table.enqueue(number, at: oldest) }
        if !gone.isEmpty { table.removeIfUnused(number) }
        return gone.count
    }

    /// Up to when the oldest message of a channel counts.
    private mutating func oldestTime(of number: Int) -> Int64? {
        table.update(number) { $0.settle { origins.isBefore($0, $1) } }
        return table[existing: number].oldestTime
    }
}
