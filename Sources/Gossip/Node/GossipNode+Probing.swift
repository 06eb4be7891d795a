import Bytes

extension GossipNode {
    /// For how long nothing may have changed before unequal clocks mean that something got lost, in nanoseconds.
    static let quiet: Int64 = .milliseconds(1500)

    /// When ``handleTimers(at:lag:)`` wants to be called, in monotonic nanoseconds.
    ///
    /// Mutating for the reason that ``nextFrames(of:for:)`` has.
    public var nextDeadline: Int64 {
        mutating get {
            var deadline = Int64.max
            for number in links.indices where links[number].isAlive {
                deadline = min(deadline, links[number].cursor.announceAt, links[number].probing.deadline)
            }
            return min(deadline, repair.deadline, trees.deadline, presence.deadline, incarnation.deadline)
        }
    }

    /// Does what is due: asks for what is missing, probes links, and gives up on silent ones.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - lag: How much later than it wanted this node came to run, in nanoseconds; nobody is blamed for that.
    public mutating func handleTimers(at now: Moment, lag: Int64 = 0) {
        defer { checkInDebugBuilds() }
        applyReadyEntries(at: now)
        exchangeUsers()
        handleMissing(at: now)
        doubtStates(at: now)
        reviewClaims(at: now)
        renewRunIfNeeded(at: now)
        trees.handleTimers(at: now)
        for number in links.indices where links[number].isAlive {
            links[number].probing.excuse(lag, at: now)
            links[number].cursor.handleTimers(at: now)
            guard links[number].probing.isDue(at: now) else { continue }
            handleSilence(on: number, at: now)
            if links[number].isUp { tellDifferences(on: number, at: now) }
            links[number].probing.wait(settings.probeInterval, at: now)
        }
        settleReachability(at: now)
    }

    /// Gives up on a link that was silent for too long, or brings one frame without an end; else asks whether the peer is there.
    private mutating func handleSilence(on number: Int, at now: Moment) {
        let silence = links[number].probing.silence(at: now)
        let delay = links[number].probing.delay(ofFrameWith: links[number].incoming.byteCount, at: now)
        if silence >= settings.silenceLimit {
            mark(.linkSilent)
            drop(number, reason: .silent(milliseconds: silence / 1_000_000))
        } else if delay >= settings.silenceLimit {
            mark(.linkSilent)
            drop(number, reason: .endless(milliseconds: delay / 1_000_000))
        } else if links[number].isUp, links[number].outbox.control.isEmpty {
            // What stands ready already has no room; a second probe behind it would tell nothing new.
            probe(number, at: now)
        }
    }

    /// Takes in whether something that arrived on a link waits to be read: who sent it is not silent meanwhile.
    public mutating func noteUnread(_ isUnread: Bool, on number: Int, at now: Moment) {
        links[number].probing.note(isUnread: isUnread, at: now)
    }

    /// Asks whether the peer is there, and tells what a lost tail would hide: the clock's hash, and recent heads.
    ///
    /// Who has the same clock is told by the floor up to when messages were let go, and holds no older ones either.
    private mutating func probe(_ number: Int, at now: Moment) {
        var frame: [UInt8] = []
        links[number].statistics.countControlFrame()
        let start = Framing.begin(.probe, in: &frame)
        frame.append(bigEndian: UInt64(now.monotonic))
        frame.append(bigEndian: clockHash)
        frame.append(bigEndian: UInt64(bitPattern: channels.floor))
        frame.append(now.monotonic - changedAt >= Self.quiet ? 1 : 0)
        // A stream that is up loses no heads.
        if links[number].transport == .udp { appendRecentHeads(to: &frame, at: now) }
        Framing.end(start, in: &frame)
        links[number].outbox.append(frame)
    }

    /// Repeats the heads that moved lately.
    private mutating func appendRecentHeads(to frame: inout [UInt8], at now: Moment) {
        guard now.monotonic - changedAt < LogStore.recentChange else { return }
        var room = min(settings.limits.probeHeads, RunNotesLimit.count)
        for origin in origins.numbers where now.monotonic - origins[origin].changedAt < LogStore.recentChange {
            guard room > 0 else { return }
            guard origins[origin].log.head > 0, !origins[origin].log.isBarred else { continue }
            room -= 1
            mark(.probeWithHeads)
            appendHead(of: origin, to: &frame)
        }
    }

    /// Answers a probe, and compares clocks.
    mutating func handleProbe(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        var cursor = ByteCursor()
        let time = try cursor.integer(UInt64.self, in: body)
        let hash = try cursor.integer(UInt64.self, in: body)
        let floor = Int64(bitPattern: try cursor.integer(UInt64.self, in: body))
        let isQuiet = try cursor.byte(in: body) != 0
        let notes = try self.notes(HeadNote.self, in: body, at: &cursor)
        if hash == clockHash { logs.note(floor: floor, isAlike: keepsAlike(number), at: now) }
        for (run, note) in notes where note.head > 0 {
            guard let origin = origin(run, in: body, at: now) else { continue }
            noteHead(note.head, of: origin, on: number)
            pursue(origin, isOverdue: true, at: now)
        }
        guard links[number].outbox.control.count < settings.limits.controlBytes else { return mark(.probeUnanswered) }
        var frame: [UInt8] = []
        links[number].statistics.countControlFrame()
        Framing.append(.echo, to: &frame) { body in
            body.append(bigEndian: time)
            body.append(bigEndian: UInt64(min(max(0, now.wall), Moment.wallLimit)))
        }
        if mustCompareClocks(hash, isQuiet: isQuiet, on: number, at: now) {
            mark(.clockAskedFor)
            links[number].statistics.countControlFrame()
            Framing.append(.clockRequest, to: &frame) { _ in }
        }
        links[number].outbox.append(frame)
    }

    /// Whether the peer's clock, of which this is the hash, is to be looked at whole.
    ///
    /// Unequal hashes mean that something got lost where nothing changes, and nothing at all where something always
    /// does; so there they must have been unequal for long.
    private mutating func mustCompareClocks(_ hash: UInt64, isQuiet: Bool, on number: Int, at now: Moment) -> Bool {
        guard hash != clockHash else {
            links[number].probing.noteAgreement(at: now)
            return false
        }
        let isQuietHereToo = isQuiet && now.monotonic - changedAt >= Self.quiet
        return links[number].probing.noteDisagreement(isQuiet: isQuietHereToo, at: now)
    }

    /// Learns the time there and back, smoothed as in RFC 6298 §2, and how far the clocks are apart.
    mutating func handleEcho(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        var cursor = ByteCursor()
        let sent = Int64(truncatingIfNeeded: try cursor.integer(UInt64.self, in: body))
        let wall = try cursor.time(in: body)
        let sample = now.monotonic &- sent
        guard sample >= 0, sample < settings.silenceLimit else { return }
        links[number].probing.noteEcho(after: sample)
        guard let peer = links[number].peer?.member else { return }
        noteClock(of: peer, wall: wall, roundTrip: sample, at: now)
    }

    /// Learns how far the clock of a peer is ahead, and tells when that is too far.
    mutating func noteClock(of peer: Int, wall: Int64, roundTrip: Int64, at now: Moment) {
        switch links.noteClock(of: peer, wall: wall, roundTrip: roundTrip, at: now) {
        case .apart:
            let microseconds = links.neighbours.clockSkew(of: peer) ?? 0
            news.add(.clocksApart(peer: origins[member: peer].name, microseconds: microseconds))
        case .together: news.add(.clocksTogether(peer: origins[member: peer].name))
        case nil: break
        }
    }
}
