import Bytes

/// Runs of nodes that are over: those of which nothing is held are closed, and take 16 bytes each.
///
/// Whoever still holds something of one, or has heard of a later end, says so; then it is looked after as a run again.
extension GossipNode {
    /// Closes the runs that are over and of which nothing is held; to be called now and then.
    mutating func closeRuns(at now: Moment) {
        var referred: Set<Int>?
        for member in origins.members.indices {
            if origins[member: member].runs.count > 1, let current = presence.currentRun(of: member) {
                logs.makeRoom(forRunsOf: member, before: current, except: ownRun)
                let runs = logs.runsToClose(of: member, before: current, except: ownRun, at: now) { run in
                    guard repair.request(for: run) == nil, repair.buffers[run].byteCount == 0,
                        !presence.isExchanging(run)
                    else { return true }
                    let busy = referred ?? busyRuns
                    referred = busy
                    return busy.contains(run)
                }
                close(runs, of: member)
            }
            if logs.raiseWatermark(of: member, at: now) { lineages.forget(member) }
        }
    }

    /// The runs that something refers to which is on its way.
    private var busyRuns: Set<Int> {
        var busy = Set(journal?.changed ?? [])
        for link in links.all {
            busy.formUnion(link.outbox.origins)
            busy.formUnion(link.cursor.unannounced)
        }
        for place in arrivals.start..<arrivals.end { busy.insert(arrivals[place].origin) }
        for origin in repair.missing { busy.formUnion(repair.laterRuns(of: origin)) }
        return busy
    }

    private mutating func close(_ runs: [Int], of member: Int) {
        guard !runs.isEmpty else { return }
        lineages.forget(member)
        let epochs = runs.map { origins[$0].epoch }
        for run in logs.close(runs.map { ($0, presence.link(of: $0)) }, of: member) {
            journal?.close(run)
            links.close(origin: run)
            trees.close(run)
            repair.close(run)
            presence.close(run)
        }
        writeClosed(epochs, of: member)
    }

    /// Has the disk told of runs that are closed now: the last checkpoint has them as they were before, and what is rewritten
    /// has nothing of them.
    private mutating func writeClosed(_ epochs: [UInt64], of member: Int) {
        guard journal != nil else { return }
        let closed = origins[member: member].closed
        for epoch in epochs {
            guard let run = closed.run(epoch) else { continue }
            journal?.noteClosed(run, saying: closed.link(of: epoch), of: member)
        }
    }

    /// The number of a run that has none: a new one, or one that was closed and that somebody speaks of again.
    mutating func addRun(_ epoch: UInt64, of member: Int) -> Int {
        let (run, head, link) = logs.addRun(epoch, of: member)
        logs.count { $0.work.changes += 1 }
        lineages.forget(member)
        presence.add(run, of: member, named: origins[member: member].name, epoch: epoch)
        links.add(run)
        trees.add(run)
        repair.add(run)
        if head > 0 {
            presence.noteStateless(upTo: head, of: run)
            if let link { presence.note(link, of: run) }
            // With the next checkpoint it is none of the closed runs, and nothing else says what it had.
            journal?.noteChange(of: run)
        }
        return run
    }

    /// Gives a closed run that a frame is about a number again.
    mutating func closedOrigin(_ run: RunName, in body: Span<UInt8>) -> Int? {
        guard let name = try? body.string(in: run.name), let member = origins.member(named: name),
            origins.hasRoom(forRunOf: member), origins[member: member].closed.contains(run.epoch)
        else { return nil }
        return addRun(run.epoch, of: member)
    }
}
