import Bytes

/// What this node holds: a log for every run, a channel for every name, and the order in which entries came.
///
///     post ─────────▶ log of the own run ─┐                ┌──▶ channels: ready frames, for readers
///                                         ├─▶ head moves ──┤
///     entry or gap ─▶ log of its run ─────┘                └──▶ arrivals: what came, for links
///
/// An entry is appended right above its log's head and nowhere else: what is at or below that is known, for ever. What
/// retention lets go leaves a gap. It knows runs, nodes and channels by their numbers, and nothing of links, of what
/// entries say, and of who wants which of them.
@usableFromInline
struct LogStore {
    /// The nodes, their runs and the logs of those.
    var origins: OriginTable

    /// The channels.
    @usableFromInline var channels = ChannelTable()

    /// The channels that somebody uses.
    var usedChannels = UsedChannels()

    /// What came, in that order, as far as a link has not looked at it.
    var arrivals = SlidingArray<Arrival>()

    /// What was counted since this node started.
    var counters = GossipCounters()

    /// What the heads of all origins are together.
    var clock = ClockSum()

    /// Counts how often a neighbour confirmed that it holds more of this node's than was known.
    var confirmations = Confirmations()

    /// What retention remembers between two turns.
    var retentionClock: RetentionClock

    /// What is kept of messages.
    private(set) var retention: Retention

    /// What was seen of numbers that were given twice.
    var forks = Forks()

    /// When debug builds look at everything that is held.
    var round = CheckRound()

    /// What bounds everything else that is kept.
    let limits: GossipLimits

    /// Starts with nothing.
    init(_ settings: GossipSettings) {
        retention = settings.retention
        limits = settings.limits
        origins = OriginTable(settings.limits)
        retentionClock = RetentionClock(settings.limits)
        channels.keep(messages: retention.messages)
    }

    /// Keeps more or less than before from now on.
    mutating func keep(_ retention: Retention) {
        guard retention != self.retention else { return }
        self.retention = retention
        channels.keep(messages: retention.messages)
        retentionClock.lookAgain()
    }

    /// Adds a message to its channel and to its run's log.
    ///
    /// - Returns: Its number.
    mutating func append(
        _ head: Span<UInt8>,
        _ tail: Span<UInt8>,
        notes: Span<UInt8> = Span(),
        _ envelope: Envelope,
        in channel: Int,
        from origin: Int,
        at now: Moment
    ) -> UInt64 {
        let sequence = origins[origin].log.head + 1
        let identity = origins[origin].identity &+ mixed(sequence &* 0x9E37_79B9 ^ UInt64(bitPattern: envelope.time))
        // A time further ahead does not decide how long it is kept: see `AgeOrder`.
        let age = min(envelope.time, now.wall + HybridClock.tolerance)
        channels.takeCommonLosses(in: channel)
        let record = channels.update(channel) { channel in
            channel.append(
                head,
                tail,
                notes: notes,
                envelope,
                from: origin,
                sequence: sequence,
                age: age,
                identity: identity,
                isBefore: { origins.isBefore($0, $1) }
            )
        }
        channels.markGrown(channel)
        channels.noteMessage(in: channel, rank: envelope.rank, age: age)
        moveHead(of: origin, at: now) { $0.append(post: channel, record: record, time: envelope.time) }
        return sequence
    }

    /// Adds an entry that changes the state of its run, as it travels.
    mutating func append(state item: [UInt8], time: Int64, of origin: Int, at now: Moment) {
        let limits = limits
        moveHead(of: origin, at: now) { $0.append(state: item, time: time, limits: limits) }
    }

    /// Adds what stands in the place of entries, right above the head.
    mutating func append(_ gap: Gap, of origin: Int, at now: Moment) {
        var gap = gap
        if hasTooManyNames { gap.forgetNames() }
        moveHead(of: origin, at: now) { $0.append(gap: gap) }
    }

    /// Moves a log's head, and with it what is derived from all heads.
    private mutating func moveHead(of origin: Int, at now: Moment, by change: (inout EntryLog) -> Void) {
        clock.hash &-= origins[origin].clockHash
        origins.updateLog(of: origin, change)
        clock.hash &+= origins[origin].clockHash
        origins[origin].changedAt = now.monotonic
        clock.changedAt = now.monotonic
    }

    /// Has links look at the newest entry of a run, or at what came in its place.
    ///
    /// - Parameters:
    ///   - origin: The run.
    ///   - link: The serial of the link that brought it; 0 when it was made here.
    ///   - isLive: Whether it came on the eager path.
    mutating func noteArrival(of origin: Int, over link: Int = 0, isLive: Bool) {
        arrivals.append(
            Arrival(origin: origin, sequence: origins[origin].log.head, link: link, isLive: isLive)
        )
    }

    /// Counts something.
    mutating func count(_ change: (inout GossipCounters) -> Void) {
        change(&counters)
    }

    /// Forgets arrivals that all links are past, and those that a slow one is too far behind.
    mutating func trimArrivals(below oldest: Int) {
        arrivals.removeAll(below: max(oldest, arrivals.end - limits.lag))
    }
}
