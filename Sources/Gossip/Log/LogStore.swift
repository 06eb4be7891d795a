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

    /// The sum of the hashes of all origins' heads: equal clocks, equal hash.
    var clockHash: UInt64 = 0

    /// When a head last moved, in monotonic nanoseconds.
    var changedAt: Int64 = 0

    /// Counts how often a neighbour confirmed that it holds more of this node's than was known.
    var confirmations = Confirmations()

    /// What retention remembers between two turns.
    var retentionClock = RetentionClock()

    /// What is kept of messages.
    private(set) var retention: Retention

    /// What was seen of numbers that were given twice.
    var forks = Forks()

    /// What bounds everything else that is kept.
    let limits: GossipLimits

    /// Starts with nothing.
    init(_ settings: GossipSettings) {
        retention = settings.retention
        limits = settings.limits
        origins = OriginTable(settings.limits)
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
        in channel: Int,
        from origin: Int,
        time: Int64,
        rank: Int64,
        key: MessageKey? = nil,
        at now: Moment
    ) -> UInt64 {
        let sequence = origins[origin].log.head + 1
        let identity = origins[origin].identity &+ mixed(sequence &* 0x9E37_79B9 ^ UInt64(bitPattern: time))
        // A time further ahead does not decide how long it is kept: see `AgeOrder`.
        let age = min(time, now.wall + HybridClock.tolerance)
        let record = channels.update(channel) { channel in
            channel.append(
                head,
                tail,
                notes: notes,
                from: origin,
                sequence: sequence,
                time: time,
                rank: rank,
                age: age,
                identity: identity,
                key: key,
                isBefore: { origins.isBefore($0, $1) }
            )
        }
        channels.markGrown(channel)
        channels.noteMessage(in: channel, rank: rank, age: age)
        moveHead(of: origin, at: now) { $0.append(post: channel, record: record, time: time) }
        return sequence
    }

    /// Adds an entry that changes the state of its run, as it travels.
    mutating func append(state item: [UInt8], time: Int64, of origin: Int, at now: Moment) {
        let limits = limits
        moveHead(of: origin, at: now) { $0.append(state: item, time: time, limits: limits) }
    }

    /// Adds what stands in the place of entries, right above the head.
    mutating func append(_ gap: Gap, of origin: Int, at now: Moment) {
        moveHead(of: origin, at: now) { $0.append(gap: gap) }
    }

    /// Moves a log's head, and with it what is derived from all heads.
    private mutating func moveHead(of origin: Int, at now: Moment, by change: (inout EntryLog) -> Void) {
        clockHash &-= origins[origin].clockHash
        change(&origins[origin].log)
        clockHash &+= origins[origin].clockHash
        origins[origin].changedAt = now.monotonic
        changedAt = now.monotonic
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

    /// Checks what must hold after every event; the sums only in a store that is small, since they are a look at all.
    func checkInvariants() {
        precondition(arrivals.last.map { origins[$0.origin].number != nil } ?? true, "an entry came of a closed run")
        guard origins.placeCount <= Self.countedRuns, channels.count <= Self.countedRuns else { return }
        let charged = channels.reduce(0) { $0 + ($1?.chargedBytes ?? 0) }
        precondition(channels.chargedBytes == charged, "retention charges something else than the channels are")
        let full = channels.count { channels.totals.isFull($0?.heldCount ?? 0) }
        precondition(channels.totals.fullCount == full, "other channels count as full than are")
        let posts = origins.numbers.reduce(0) { $0 + origins[$1].log.heldCount }
        let messages = channels.reduce(0) { $0 + ($1?.heldCount ?? 0) }
        precondition(posts == messages, "logs and channels hold different messages")
        precondition(clockHash == countedClockHash, "the hash of the clock is not that of the heads")
    }

    /// Up to how many runs, and channels, the sums are checked.
    private static let countedRuns = 64
}
