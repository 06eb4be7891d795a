import Bytes

/// Runs of nodes that are over: those of which nothing is held are closed, and take 16 bytes each.
///
/// Whoever still holds something of one, or has heard of a later end, says so; then it is looked after as a run again.
extension GossipNode {
    /// How long ago the next run of a node must have begun before nothing of a run can be held anywhere, beyond
    /// retention, in microseconds: clocks may differ by so much.
    static let closingMargin: Int64 = 120_000_000

    /// Closes the runs that are over and of which nothing is held; to be called now and then.
    mutating func closeRuns(at now: Moment) {
        var busy: Set<Int>?
        for member in origins.members.indices {
            if origins[member: member].runs.count > 1 { closeRuns(of: member, unless: &busy, at: now) }
            raiseWatermark(of: member, at: now)
        }
    }

    private mutating func closeRuns(of member: Int, unless busy: inout Set<Int>?, at now: Moment) {
        guard let current = presence.currentRun(of: member) else { return }
        let over = origins[member: member].runs.filter { origins[$0].epoch < origins[current].epoch && $0 != ownRun }
        var spare = over.count - settings.limits.wholeRuns
        // An earlier run that is kept is covered, in positions, through those that come after it.
        var isOldest = true
        let closedElsewhere = origins[member: member].closedElsewhere.watermark
        for run in over {
            let log = origins[run].log
            guard log.posts.isEmpty,
                log.isBarred || !log.hasMessages
                    || (isOldest && (spare > 0 || origins[run].epoch <= closedElsewhere)),
                repair.request(for: run) == nil, repair.buffers[run].byteCount == 0,
                now.monotonic - origins[run].changedAt >= Self.recentChange
            else {
                if log.hasMessages { isOldest = false }
                continue
            }
            let taken = busy ?? busyRuns
            busy = taken
            guard !taken.contains(run) else {
                if log.hasMessages { isOldest = false }
                continue
            }
            spare -= 1
            close(run)
        }
    }

    /// The runs that something refers to which is on its way.
    private var busyRuns: Set<Int> {
        var busy = Set(journal?.changed ?? [])
        for link in links {
            busy.formUnion(link.asks.map(\.origin))
            busy.formUnion(link.prunes)
            busy.formUnion(link.grafts)
            busy.formUnion(link.confirmations)
            busy.formUnion(link.unannounced)
            for place in link.answers.start..<link.answers.end { busy.insert(link.answers[place].origin) }
        }
        for place in arrivals.start..<arrivals.end { busy.insert(arrivals[place].origin) }
        for origin in repair.missing { busy.formUnion(repair.laterRuns(of: origin)) }
        return busy
    }

    private mutating func close(_ run: Int) {
        let log = origins[run].log
        let member = origins[run].node
        if !log.isBarred, log.head > 0 {
            let epoch = origins[run].epoch
            guard let closed = ClosedRuns.Run(epoch: epoch, head: log.head, messages: log.messageCount) else { return }
            origins[member: member].closed.insert(closed)
        }
        journal?.close(run)
        peerLogs.close(run)
        trees.close(run)
        repair.close(run)
        origins.close(run)
        presence.close(run)
    }

    /// Lets the runs that nobody can hold anything of any more go below the watermark.
    mutating func raiseWatermark(of member: Int, at now: Moment) {
        let elsewhere = origins[member: member].closedElsewhere
        guard !origins[member: member].closed.isEmpty || !elsewhere.isEmpty else { return }
        let kept = origins[member: member].runs.first { !origins[$0].log.isBarred }.map { origins[$0].epoch }
        // What others have closed first: they say how many messages that were.
        raiseWatermark(of: member, to: min(elsewhere.watermark, UInt64(max(0, now.wall / 1000))), below: kept)
        if origins[member: member].closed.watermark == elsewhere.watermark {
            let news = origins[member: member].closed.adopt(messages: elsewhere.messages)
            counters.lost = counters.lost.adding(news)
        }
        let closed = origins[member: member].closed
        let oldest = now.wall - Int64(settings.retention.seconds) * 1_000_000 - Self.closingMargin
        var goal: UInt64 = 0
        for place in closed.runs.start..<closed.runs.end {
            // A run ends when the next one begins.
            let next = place + 1 < closed.runs.end ? closed.runs[place + 1].epoch : kept
            let isOver = next.map { Int64($0) <= oldest / 1000 } ?? false
            guard isOver || closed.runs.end - place > ClosedRuns.limit else { break }
            goal = closed.runs[place].epoch
        }
        raiseWatermark(of: member, to: goal, below: kept)
    }

    private mutating func raiseWatermark(of member: Int, to epoch: UInt64, below kept: UInt64?) {
        let goal = min(epoch, kept.map { max($0, 1) - 1 } ?? .max)
        let old = origins[member: member].closed.watermark
        guard goal > old else { return }
        clockHash &-= hash(ofWatermark: old, of: member)
        let gone = origins[member: member].closed.raise(to: goal)
        clockHash &+= hash(ofWatermark: goal, of: member)
        for run in gone { clockHash &-= hash(of: run, of: member) }
    }

    /// The number of a run that has none: a new one, or one that was closed and that somebody speaks of again.
    mutating func addRun(_ epoch: UInt64, of member: Int) -> Int {
        let run = addRun(named: origins[member: member].name, epoch: epoch)
        let closed = origins[member: member].closed
        if epoch <= closed.watermark {
            origins[run].log.bar()
        } else if let old = closed.run(epoch) {
            var gap = Gap(lower: 1, upper: old.head)
            if old.messages > 0 { gap.add(old.messages, to: nil) }
            origins[run].log.append(gap: gap)
            presence.noteStateless(upTo: old.head, of: run)
            origins[member: member].closed.remove(epoch)
            journal?.add(run, head: old.head)
        }
        return run
    }

    /// Gives a run its number, in every part that keeps something of it.
    mutating func addRun(named name: String, epoch: UInt64) -> Int {
        let run = origins.add(name, epoch: epoch)
        presence.add(run, of: origins[run].node, named: name, epoch: epoch)
        peerLogs.add(run)
        trees.add(run)
        repair.add(run)
        return run
    }

    /// Gives a closed run that a frame is about a number again.
    mutating func closedOrigin(_ run: RunName, in body: Span<UInt8>) -> Int? {
        guard origins.hasRoom, let name = try? body.string(in: run.name), let member = origins.member(named: name),
            origins[member: member].closed.contains(run.epoch)
        else { return nil }
        return addRun(run.epoch, of: member)
    }

    /// Whether a message is of a run that is closed, so that nothing of it is held.
    func isClosed(_ id: MessageID) -> Bool {
        origins.member(named: id.node).map { origins[member: $0].closed.contains(id.epoch) } ?? false
    }

    /// How many messages of closed runs a position does not cover, at most: of which channels they were is not known.
    func lostMessages(ofRunsClosedAfter position: Position) -> UInt64 {
        var lost: UInt64 = 0
        for id in position.entries {
            guard let member = origins.member(named: id.node), let run = origins[member: member].closed.run(id.epoch),
                id.sequence < run.head
            else { continue }
            lost = lost.adding(min(run.messages, run.head - id.sequence))
        }
        return lost
    }

    // MARK: Their part in the hash of the clock

    /// The same that the run added while it was not closed.
    func hash(of run: ClosedRuns.Run, of member: Int) -> UInt64 {
        mixed(origins[member: member].name.utf8Span.span.hash(seed: run.epoch) &+ run.head)
    }

    private func hash(ofWatermark epoch: UInt64, of member: Int) -> UInt64 {
        epoch == 0 ? 0 : mixed(origins[member: member].name.utf8Span.span.hash(seed: ~epoch))
    }
}
