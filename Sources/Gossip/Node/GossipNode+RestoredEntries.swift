import Bytes

/// Entries that an earlier run of this node wrote.
extension GossipNode {
    /// Takes back a frame of entries: what is behind a hole waits.
    mutating func restoreEntries(
        _ body: Span<UInt8>,
        noting extent: inout JournalExtent,
        isBehindHole: Bool,
        at now: Moment
    ) throws(TruncatedInput) {
        var cursor = ByteCursor()
        let run = try cursor.runName(in: body)
        _ = try cursor.byte(in: body)
        let first = try cursor.nextSequence(in: body)
        // What there is no number for was not kept by the earlier run either.
        let known = knownOrigin(run, in: body)
        guard let origin = known ?? addOrigin(run, in: body) else { return }
        guard first >= 1 else { throw TruncatedInput() }
        // One that was closed begins with a gap.
        let head = known == nil ? 0 : origins[origin].log.head
        // What the journal does not have in front of this, it will not have any more.
        if isBroken(origin, from: first, isBehindHole: isBehindHole) {
            repair.noteBroken(origin, upTo: first - 1, at: now)
        } else {
            restoreGap(before: first, isHole: isBehindHole, of: origin, at: now)
        }
        let messages = try restoreItems(in: body, at: &cursor, from: first, of: origin, noting: &extent, at: now)
        _ = presence.confirm(origin, head: origins[origin].log.head)  // Nobody is there to be told.
        note(entriesAbove: head, of: origin, messages: messages, in: &extent)
    }

    /// Takes back entries of a run, and what stands in their place or beside them.
    ///
    /// - Returns: How many are messages that are held from now on.
    private mutating func restoreItems(
        in body: Span<UInt8>,
        at cursor: inout ByteCursor,
        from first: UInt64,
        of origin: Int,
        noting extent: inout JournalExtent,
        at now: Moment
    ) throws(TruncatedInput) -> Int {
        var (sequence, messages) = (first, 0)
        // Of the gap that follows.
        var counted: [Gap.Count]?
        var isHeld = isBroken(origin, from: first, isBehindHole: false)
        while cursor.offset < body.count {
            let start = cursor.offset
            let item = try EntryItem(decoding: body, at: &cursor, frameLimit: .max)
            guard sequence + item.length <= EntryItem.sequenceLimit + 1 else { throw TruncatedInput() }
            if waitsBehindHole(item, at: sequence, of: origin) { isHeld = true }
            if isHeld, item.length > 0 {
                holdRestored(
                    item,
                    counting: counted.take(),
                    in: body,
                    start..<cursor.offset,
                    sequence,
                    of: origin,
                    at: now
                )
                sequence += item.length
                continue
            }
            switch item {
            case .closedRuns(let closed):
                adopt(closed, of: origins[origin].node, from: nil, at: now)
                recall(closed, of: origins[origin].node, noting: &extent, at: now)
            case .snapshot(let number, let state):
                restore(state, at: number, of: origin, at: now)
            case .gap(let contents):
                var gap = contents.gap(from: sequence)
                if let counts = counted.take() { gap = gap.counted(as: counts) }
                restoreGap(gap, of: origin, at: now)
                sequence += gap.length
            case .logHash(let hash) where !isHeld: logs.noteHash(hash, upTo: sequence - 1, of: origin)
            case .countedLosses(let counts): counted = counts
            case .floor(let rank, let bytes): logs.restoreFloor(rank, keeping: bytes, at: now)
            case .note, .logHash: break
            case .post, .state, .unknown:
                if restore(item, in: body, sequence, of: origin, at: now) { messages += 1 }
                sequence += 1
            }
        }
        return messages
    }

    /// Takes notice of all that a log has taken in, wherever that stood: what is rewritten leaves out what is not noted, and
    /// of what is in no file the next start knows nothing but its numbers.
    private func note(entriesAbove head: UInt64, of origin: Int, messages: Int, in extent: inout JournalExtent) {
        let end = origins[origin].log.head
        guard end > head, !origins[origin].log.isBarred else { return }
        extent.note((head + 1)...end, of: origin, messages: messages)
    }

    /// Takes back of runs what they had when they were closed, as far as what was read of them says less.
    private mutating func recall(
        _ closed: ClosedRuns,
        of member: Int,
        noting extent: inout JournalExtent,
        at now: Moment
    ) {
        for place in closed.runs.indices {
            let run = closed.runs[place]
            guard let known = origins.run(of: member, epoch: run.epoch), known != ownRun,
                case let head = origins[known].log.head, head <= run.head
            else { continue }
            // All that it had was let go.
            repair.dropRestored(of: known)
            if head < run.head {
                restoreGap(before: run.head + 1, isHole: false, of: known, at: now)
                note(entriesAbove: head, of: known, messages: 0, in: &extent)
            }
            logs.count(atLeast: run.messages, of: known)
        }
    }

    /// - Returns: Whether it is a message that is held from now on.
    private mutating func restore(
        _ item: EntryItem,
        in body: Span<UInt8>,
        _ sequence: UInt64,
        of origin: Int,
        at now: Moment
    ) -> Bool {
        guard sequence == origins[origin].log.head + 1 else { return false }
        var isMessage = false
        if case .post(let head, let frame) = item {
            guard frame.count <= settings.frameBytes else {
                // The limit was lowered since: no peer would take it.
                let key = ChannelKey(kind: head.kind, name: body.array(in: head.channel))
                restoreGap(.tooLong(sequence, in: key), of: origin, at: now)
                return false
            }
            isMessage = true
        }
        apply(item, in: body, of: origin, isLive: false, from: 0, at: now)
        return isMessage
    }

    private mutating func restoreGap(before sequence: UInt64, isHole: Bool, of origin: Int, at now: Moment) {
        let first = origins[origin].log.head + 1
        guard first < sequence else { return }
        let counts = isHole ? [Gap.Count(channel: nil, messages: sequence - first)] : []
        restoreGap(Gap(lower: first, upper: sequence - 1, counts: counts, isAtMost: true), of: origin, at: now)
    }

    private mutating func restoreGap(_ gap: Gap, of origin: Int, at now: Moment) {
        let head = origins[origin].log.head
        guard gap.upper > head else { return }
        append(gap.suffix(from: head + 1), of: origin, at: now)
        presence.noteStateless(upTo: gap.upper, of: origin)
    }

    /// Takes back a state; of two with the same number the later one in the journal is the whole one, and where the log does
    /// not reach the earlier one, that was found to be wrong.
    private mutating func restore(_ state: RunState, at sequence: UInt64, of origin: Int, at now: Moment) {
        let (known, head) = (presence.stateSequence(of: origin), origins[origin].log.head)
        guard sequence >= known || known > head && sequence >= head else { return }
        replaceState(of: origin, by: state, at: sequence)
        presence.noteReplaced(origin, head: head, at: now)
    }
}
