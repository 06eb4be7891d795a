import Bytes

/// What the logs hold, lent to be read: they alone write it.
extension GossipNode {
    /// The nodes, their runs and the logs of those.
    var origins: OriginTable {
        _read { yield logs.origins }
    }

    /// The channels of this node, by number; a number without a channel is free.
    ///
    /// Inlinable, since other modules would get a copy of the table each time: of everything that it refers to.
    @inlinable public var channels: ChannelTable { _read { yield logs.channels } }

    /// What came, in that order, as far as a link has not looked at it.
    var arrivals: SlidingArray<Arrival> { _read { yield logs.arrivals } }

    /// What this node has counted since it started.
    public var counters: GossipCounters { _read { yield logs.counters } }

    /// The sum of the hashes of all origins' heads: equal clocks, equal hash.
    var clockHash: UInt64 { _read { yield logs.clock.hash } }

    /// When a head last moved, in monotonic nanoseconds.
    var changedAt: Int64 { _read { yield logs.clock.changedAt } }

    /// Counts how often a neighbour confirmed that it holds more than was known; see ``isHeldElsewhere(_:)``.
    public var confirmations: Confirmations { _read { yield logs.confirmations } }

    /// Whether ``enforceRetention(at:sparing:)`` has more to do and wants to be called again soon.
    ///
    /// Mutating for the reason that ``nextFrames(of:for:)`` has.
    public var hasRetentionWork: Bool { mutating get { logs.hasRetentionWork } }

    /// Whether more is held than is to be kept, since messages came more quickly than others could be let go.
    ///
    /// Less is to be taken in then. Mutating like the above.
    public var isOverweight: Bool { mutating get { logs.isOverweight } }

    /// What retention charges for all messages of this node, in bytes: what they take, with everything that they cost.
    public var messageMemory: Int { channels.chargedBytes }

    /// Reads what a frame says of runs, each of which is work.
    mutating func notes<Note: RunNote>(
        _ type: Note.Type,
        in body: Span<UInt8>,
        at cursor: inout ByteCursor
    ) throws(TruncatedInput) -> [(run: RunName, note: Note)] {
        let notes = try RunNotes<Note>(decoding: body, at: &cursor).notes
        logs.count { $0.work.notes += notes.count }
        return notes
    }

    /// Adds a message to its channel and to its origin's log; the log's head moves on.
    mutating func store(
        _ head: Span<UInt8>,
        _ tail: Span<UInt8>,
        notes: Span<UInt8>,
        _ envelope: Envelope,
        in channel: Int,
        from origin: Int,
        at now: Moment
    ) -> UInt64 {
        let sequence = logs.append(head, tail, notes: notes, envelope, in: channel, from: origin, at: now)
        noteHeadMoved(of: origin)
        return sequence
    }

    /// Adds what stands in the place of entries.
    mutating func append(_ gap: Gap, of origin: Int, at now: Moment) {
        if !gap.isExact { mark(.gapCountedAtMost) }
        logs.append(gap, of: origin, at: now)
        noteHeadMoved(of: origin)
    }

    /// Tells those who must know that the head of a log has moved.
    mutating func noteHeadMoved(of origin: Int) {
        journal?.noteChange(of: origin)
        repair.noteMoved(origin)
        // Nearly always it is the run that the node was in before.
        if !presence.isCurrent(origin) { noteRun(origin) }
    }
}
