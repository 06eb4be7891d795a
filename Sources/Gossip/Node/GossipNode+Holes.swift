import Bytes

/// What this node's own journal has behind a stretch that somebody took away.
///
/// It waits with what came early: neighbours are asked for what is missing below it, and where none of them has it, that
/// is a gap.
extension GossipNode {
    /// Whether something waits that the journal has behind a hole, or was not written behind it yet: until then nothing may be
    /// rewritten without it.
    public var isBehindHole: Bool { !repair.broken.isEmpty }

    /// Whether entries of the journal are to wait: they are behind a hole of their run, or of an earlier one of their node.
    ///
    /// Where there are no neighbours, nobody is asked; nor for a run that is over for ever, of which nothing is taken.
    func isBroken(_ origin: Int, from first: UInt64, isBehindHole: Bool) -> Bool {
        let head = origins[origin].log.head
        guard first > head + 1, !origins[origin].log.isBarred else { return false }
        return isBehindHole && !settings.neighbours.isEmpty || repair.isBroken(origin, above: head)
    }

    /// Whether an item of the journal is to wait for an earlier run, which has a hole.
    func waitsBehindHole(_ item: EntryItem, at sequence: UInt64, of origin: Int) -> Bool {
        guard !repair.broken.isEmpty, !origins[origin].log.isBarred else { return false }
        switch item {
        case .state(.previous(let epoch, let upTo), _, _):
            return isLacking(RunLink(at: sequence, epoch: epoch, upTo: upTo), of: origin)
        case .gap(let gap): return mustWait(in: gap.gap(from: sequence), of: origin)
        case .post, .state, .unknown, .snapshot, .closedRuns, .logHash, .countedLosses, .floor, .note: return false
        }
    }

    /// Has an item of the journal wait with what came early, whatever room there is for that.
    ///
    /// - Parameters:
    ///   - item: What it says.
    ///   - counted: How much was counted as lost with it, if it is a gap that does not say that.
    ///   - body: Where it stands.
    ///   - range: Where there.
    ///   - sequence: Its number, or its first.
    ///   - origin: Of which run.
    ///   - now: The time.
    mutating func holdRestored(
        _ item: EntryItem,
        counting counted: [Gap.Count]?,
        in body: Span<UInt8>,
        _ range: Range<Int>,
        _ sequence: UInt64,
        of origin: Int,
        at now: Moment
    ) {
        var (bytes, channel) = (body.array(in: range), ChannelKey?.none)
        switch item {
        case .post(let head, let frame):
            let key = ChannelKey(kind: head.kind, name: body.array(in: head.channel))
            if frame.count <= settings.frameBytes {
                channel = key
            } else {
                bytes = Self.item(of: Gap.tooLong(sequence, in: key))
            }
        case .gap(let contents):
            var gap = contents.gap(from: sequence)
            if let counted { gap = gap.counted(as: counted) }
            bytes = Self.item(of: gap)
        case .state, .unknown, .snapshot, .closedRuns, .logHash, .countedLosses, .floor, .note: break
        }
        let last = sequence + item.length - 1
        repair.holdRestored(
            HeldEntry(sequence: sequence, upTo: last, item: bytes, channel: channel, isLive: false, link: 0),
            of: origin
        )
        repair.noteBroken(origin, upTo: last, at: now)
    }

    private static func item(of gap: Gap) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendCountedLosses(of: gap)
        bytes.append(gap)
        return bytes
    }

    /// Takes a gap that the journal has behind a hole: it was counted when it came.
    mutating func takeRestoredGap(_ entry: HeldEntry, of origin: Int, at now: Moment) {
        do throws(TruncatedInput) {
            var (cursor, counted) = (ByteCursor(), [Gap.Count]?.none)
            while cursor.offset < entry.item.count {
                switch try EntryItem(decoding: entry.item.span, at: &cursor, frameLimit: 0) {
                case .countedLosses(let counts): counted = counts
                case .gap(let contents):
                    var gap = contents.gap(from: entry.sequence)
                    if let counted { gap = gap.counted(as: counted) }
                    pass(gap.suffix(from: origins[origin].log.head + 1), of: origin, at: now)
                case .post, .state, .unknown, .snapshot, .closedRuns, .logHash, .floor, .note: break
                }
            }
        } catch {
            preconditionFailure("a gap that was held back is not what it was")
        }
    }

    /// Ends the restoring of runs that have a hole: of some, what was written later has all that was in it.
    mutating func endRestoringBehindHoles(at now: Moment) {
        for origin in repair.broken.all {
            if !repair.isBroken(origin, above: origins[origin].log.head) {
                repair.dropRestored(of: origin)
            } else if holdsNext(of: origin) {
                repair.noteReady(origin, at: now)
            }
        }
    }

    /// Counts as lost what the journal lacks of a run and nobody has, and goes on behind it.
    mutating func passHoles(of origin: Int, at now: Moment) {
        guard repair.isGoneForGood(origin, amongAll: isComplete) else { return }
        var hasMoved = false
        while repair.isBroken(origin, above: origins[origin].log.head), !hasSource(of: origin),
            !repair.buffers.isReady(origin)
        {
            let head = origins[origin].log.head
            if let link = awaitedRun(of: origin) {
                // Nobody knows of the earlier run but this one: it has a hole too, up to there.
                guard waitsForEarlierRun(origin, at: now),
                    let earlier = origins.run(of: origins[origin].node, epoch: link.epoch)
                else { return }
                return repair.noteBroken(earlier, upTo: link.upTo, at: now)
            }
            let end = repair.broken[origin] ?? 0
            let upper = min(end, (repair.buffers[origin].first?.sequence ?? .max) - 1)
            if upper > head {
                let lost = Gap.Count(channel: nil, messages: upper - head)
                let gap = Gap(lower: head + 1, upper: upper, counts: [lost], isAtMost: true)
                logs.countLosses(gap.counts, together: lost.messages)
                logs.tellLosses(gap, counting: gap.counts, since: gap.lower, upTo: upper, of: origin)
                pass(gap, of: origin, at: now)
            }
            applyEarlyEntries(of: origin, at: now)
            guard origins[origin].log.head > head else { break }
            hasMoved = true
        }
        guard hasMoved else { return }
        confirmState(of: origin)
        releaseLaterRuns(of: origin, at: now)
        pursue(origin, isOverdue: false, at: now)
    }

    /// Whether all neighbours are there, and have told what they have.
    private var isComplete: Bool {
        links.indices.count { links[$0].isUp && links[$0].peer?.hasClock == true } >= settings.neighbours.count
    }

    private func hasSource(of origin: Int) -> Bool {
        links.indices.contains { isCandidate($0, for: origin, above: origins[origin].log.head) }
    }

    /// Goes on behind entries that this node had once, or that nobody has.
    private mutating func pass(_ gap: Gap, of origin: Int, at now: Moment) {
        append(gap, of: origin, at: now)
        logs.noteArrival(of: origin, over: 0, isLive: false)
        if gap.hidesState(from: presence.stateSequence(of: origin)) { presence.noteIncomplete(origin, at: now) }
        presence.noteStateless(upTo: gap.upper, of: origin)
        repair.forgetTried(for: origin)
    }
}

extension Gap {
    /// A message for which there is no room in a frame since the limit was lowered.
    static func tooLong(_ sequence: UInt64, in channel: ChannelKey) -> Gap {
        Gap(lower: sequence, upper: sequence, counts: [Gap.Count(channel: channel, messages: 1)])
    }
}
