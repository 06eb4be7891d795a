import Bytes

/// Runs of nodes that are over: those of which nothing is held are closed, and take 16 bytes each.
///
/// Whoever still holds something of one, or has heard of a later end, says so; then it is looked after as a run again.
extension LogStore {
    /// How long after a change heads are repeated in every probe over datagrams, in nanoseconds: about three times each.
    static let recentChange: Int64 = .milliseconds(3000)

    /// How many runs of a node are closed at a time: some milliseconds, whatever somebody made up.
    static let closingsAtOnce = 4096

    /// The runs of a node that are over, of which nothing is held, and that nobody is busy with; ``closingsAtOnce`` at
    /// most.
    ///
    /// - Parameters:
    ///   - member: The node.
    ///   - current: Its current run.
    ///   - own: This node's own run, which is never over.
    ///   - now: The time.
    ///   - isBusy: Whether something refers to a run that is on its way.
    /// - Returns: Their numbers, the oldest first.
    func runsToClose(
        of member: Int,
        before current: Int,
        except own: Int,
        at now: Moment,
        isBusy: (Int) -> Bool
    ) -> [Int] {
        let over = origins[member: member].runs.all.filter { origins[$0].epoch < origins[current].epoch && $0 != own }
        var spare = over.count - limits.wholeRuns
        // An earlier run that is kept is covered, in positions, through those that come after it.
        var isOldest = true
        let closedElsewhere = origins[member: member].closedElsewhere.watermark
        var spareRuns: [Int] = []
        for run in over where spareRuns.count < Self.closingsAtOnce {
            let log = origins[run].log
            guard log.posts.isEmpty,
                log.isBarred || !log.hasMessages
                    || (isOldest && (spare > 0 || origins[run].epoch <= closedElsewhere)),
                now.monotonic - origins[run].changedAt >= Self.recentChange,
                !isBusy(run)
            else {
                if log.hasMessages { isOldest = false }
                continue
            }
            spare -= 1
            spareRuns.append(run)
        }
        return spareRuns
    }

    /// Closes runs of a node: their numbers say nothing any more.
    ///
    /// - Parameters:
    ///   - runs: The runs, the oldest first, and what each says of the one before it.
    ///   - member: The node.
    /// - Returns: Those that are closed; one that is too long for sixteen bytes is not, nor one for which there is no room.
    mutating func close(_ runs: [(run: Int, link: RunLink?)], of member: Int) -> [Int] {
        let closing = Set(runs.map(\.run))
        let open = oldestOpenRun(of: member, except: closing)
        let closed = runs.filter { run, link in
            let log = origins[run].log
            guard !log.isBarred, log.head > 0 else { return true }
            let epoch = origins[run].epoch
            guard let closed = ClosedRuns.Run(epoch: epoch, head: log.head, messages: log.messageCount),
                origins[member: member].closed.hasRoom(for: epoch, above: open, limit: limits.closedRuns)
            else { return false }
            origins[member: member].closed.insert(closed, saying: link)
            return true
        }.map(\.run)
        origins.close(closed, of: member)
        return closed
    }

    /// The number of a run that has none: a new one, or one that was closed and that somebody speaks of again.
    ///
    /// - Returns: The number, and of one that was closed how far it was known, and what it says of the one before it.
    mutating func addRun(_ epoch: UInt64, of member: Int) -> (run: Int, head: UInt64, link: RunLink?) {
        let run = origins.add(origins[member: member].name, epoch: epoch)
        let closed = origins[member: member].closed
        if epoch <= closed.watermark {
            origins.updateLog(of: run) { $0.bar() }
            return (run, 0, nil)
        }
        guard let old = closed.run(epoch) else { return (run, 0, nil) }
        let link = closed.link(of: epoch)
        var gap = Gap(lower: 1, upper: old.head)
        if old.messages > 0 { gap.add(old.messages, to: nil) }
        origins.updateLog(of: run) { $0.append(recalled: gap) }
        origins[member: member].closed.remove(epoch)
        return (run, old.head, link)
    }

    /// Remembers runs that somebody else has closed, but for those that have numbers here: these are asked for.
    ///
    /// - Parameters:
    ///   - runs: The runs as they are known there, the oldest first, and what each says of the one before it, if that is known
    ///     there.
    ///   - member: The node.
    ///   - epoch: The run of this node. Clients that are here have missed what is new of runs that were known here, and of
    ///     those that began since; what was before they were told when they came.
    mutating func adopt(_ runs: [(run: ClosedRuns.Run, link: RunLink?)], of member: Int, in epoch: UInt64) {
        var missed: UInt64 = 0
        let open = oldestOpenRun(of: member)
        // Asking for another run may just have had one of these looked after again.
        for (run, link) in runs where origins.run(of: member, epoch: run.epoch) == nil {
            let known = origins[member: member].closed.run(run.epoch)
            guard run.head > known?.head ?? 0 else {
                if let known, link != nil { origins[member: member].closed.insert(known, saying: link) }
                continue
            }
            guard
                known != nil
                    || origins[member: member].closed.hasRoom(for: run.epoch, above: open, limit: limits.closedRuns)
            else {
                counters.refusedRuns += 1
                continue
            }
            let lost = max(run.messages, known?.messages ?? 0) - (known?.messages ?? 0)
            counters.lost = counters.lost.adding(lost)
            if known != nil || run.epoch > epoch { missed = missed.adding(lost) }
            if let known { clock.hash &-= hash(of: known, of: member) }
            clock.hash &+= hash(of: run, of: member)
            origins[member: member].closed.insert(run, saying: link)
        }
        tellLosses(ofClosedRuns: missed)
    }

    /// Takes notice of up to where somebody has closed all runs of a node, once those above were adopted.
    mutating func noteClosedElsewhere(_ closed: ClosedRuns, of member: Int, at now: Moment) {
        let isHigher = closed.watermark > origins[member: member].closedElsewhere.watermark
        if isHigher {
            origins[member: member].closedElsewhere = ClosedRuns(
                watermark: closed.watermark,
                messages: closed.messages
            )
        }
        // As many as came at once go at once: later they would be all that came meanwhile.
        guard isHigher || origins[member: member].closed.runs.count > limits.closedRuns else { return }
        raiseWatermark(of: member, at: now)
    }

    /// Lets runs go below the watermark: those that somebody else has there, and the oldest where they are more than are
    /// remembered one by one.
    ///
    /// None goes by time: when it ended only clocks tell, and a message that comes late from a run below the watermark counts
    /// for nobody.
    ///
    /// - Returns: Whether the watermark rose: who waits for a run below it waits in vain from then on.
    @discardableResult
    mutating func raiseWatermark(of member: Int, at now: Moment) -> Bool {
        let old = origins[member: member].closed.watermark
        let elsewhere = origins[member: member].closedElsewhere
        guard !origins[member: member].closed.isEmpty || !elsewhere.isEmpty else { return false }
        let kept = oldestOpenRun(of: member)
        // What others have closed first: they say how many messages that were. What is not over by this node's clock waits.
        raiseWatermark(of: member, to: min(elsewhere.watermark, Epoch.newest(by: now.wall)), below: kept)
        if origins[member: member].closed.watermark == elsewhere.watermark {
            let news = origins[member: member].closed.adopt(messages: elsewhere.messages)
            counters.lost = counters.lost.adding(news)
        }
        let runs = origins[member: member].closed.runs
        if runs.count > limits.closedRuns {
            raiseWatermark(of: member, to: runs[runs.count - limits.closedRuns - 1].epoch, below: kept)
        }
        return origins[member: member].closed.watermark > old
    }

    private mutating func raiseWatermark(of member: Int, to epoch: UInt64, below kept: UInt64?) {
        let goal = min(epoch, kept.map { max($0, 1) - 1 } ?? .max)
        let old = origins[member: member].closed.watermark
        guard goal > old else { return }
        clock.hash &-= hash(ofWatermark: old, of: member)
        let gone = origins[member: member].closed.raise(to: goal)
        clock.hash &+= hash(ofWatermark: goal, of: member)
        for run in gone { clock.hash &-= hash(of: run, of: member) }
    }

    // MARK: Their part in the hash of the clock

    /// What runs that are closed have in the hash of the clock, added up anew.
    var closedClockHash: UInt64 {
        var sum: UInt64 = 0
        for member in origins.members.indices {
            sum &+= hash(ofWatermark: origins.members[member].closed.watermark, of: member)
            for run in origins.members[member].closed.runs { sum &+= hash(of: run, of: member) }
        }
        return sum
    }

    /// The same that the run added while it was not closed.
    private func hash(of run: ClosedRuns.Run, of member: Int) -> UInt64 {
        mixed(origins[member: member].name.utf8Span.span.hash(seed: run.epoch) &+ run.head)
    }

    private func hash(ofWatermark epoch: UInt64, of member: Int) -> UInt64 {
        epoch == 0 ? 0 : mixed(origins[member: member].name.utf8Span.span.hash(seed: ~epoch))
    }
}
