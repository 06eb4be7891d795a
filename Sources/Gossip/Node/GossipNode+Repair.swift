/// What is missing here: what repair is told of it, and what follows from that for links and trees.
extension GossipNode {
    /// Takes notice of how far a peer's log of an origin reaches.
    mutating func noteHead(_ head: UInt64, of origin: Int, on number: Int) {
        links[number, origin: origin].note(head: head)
        guard origins[origin].node == origins[ownRun].node else { return }
        noteConfirmation(head, of: origin, on: number)
        guard origin == ownRun, head > origins[ownRun].log.head else { return }
        // The mesh knows entries of this run that this process never made.
        incarnation.noteForeignEntries()
    }

    /// The newest entry of an origin that some neighbour is known to hold, or that waits here.
    func knownHead(of origin: Int) -> UInt64 {
        var head = max(repair.buffers[origin].last ?? 0, repair.broken[origin] ?? 0)
        for number in links.indices where links[number].isUp {
            head = max(head, links[number, origin: origin].head)
        }
        return head
    }

    /// Whether somebody has entries of an origin that are not here.
    private func isMissingSomething(of origin: Int) -> Bool {
        let head = origins[origin].log.head
        // What is known through links that are closing only makes the question be asked in full.
        guard
            links.peerLogs.newestHead(of: origin) > head || repair.buffers[origin].last != nil
                || repair.isBroken(origin, above: head)
        else { return false }
        return knownHead(of: origin) > head
    }

    /// Sees to it that what is missing of an origin is asked for: at once, or when the eager path had its time.
    ///
    /// - Parameters:
    ///   - origin: The origin.
    ///   - isOverdue: Whether it was a lazy link that told of it, so that the parent may still bring it.
    ///   - now: The time.
    mutating func pursue(_ origin: Int, isOverdue: Bool, at now: Moment) {
        guard origin != ownRun else { return }
        guard isMissingSomething(of: origin) else { return repair.noteWhole(origin) }
        // What waits for its turn here is missing nowhere.
        guard !repair.buffers.isReady(origin) else { return }
        repair.endRefusal(of: origin, above: origins[origin].log.head, at: now)
        // What a neighbour said is gone, the parent does not bring.
        let isOverdue = isOverdue && !repair.isRefused(origin)
        guard repair.noteMissing(of: origin, isOverdue: isOverdue, at: now) else { return }
        ask(for: origin, among: sources(of: origin, above: origins[origin].log.head), at: now)
    }

    /// Looks after everything missing whose time has come.
    mutating func handleMissing(at now: Moment) {
        let due = repair.takeDue(at: now)
        logs.count { $0.work.notes += due.count }
        for origin in due where repair.isDue(origin, at: now) {
            guard knownHead(of: origin) > origins[origin].log.head else {
                // Who knew more is gone.
                mark(.wantForgotten)
                repair.noteWhole(origin)
                continue
            }
            let sources = sources(of: origin, above: origins[origin].log.head)
            let asked = repair.request(for: origin)?.askedLink.map { source($0, of: origin) }
            switch repair.handleDeadline(of: origin, among: sources, asked: asked, at: now) {
            case .awaitAnswer, .awaitFrames: continue
            case .ask, .askAnother: break
            case .askInsteadOfParent: trees.noteStaleParent(of: origin)
            }
            ask(for: origin, among: sources, at: now)
        }
    }

    /// Asks one neighbour for the oldest part of what is missing.
    private mutating func ask(for origin: Int, among sources: [RepairSource], at now: Moment) {
        let head = origins[origin].log.head
        guard let source = repair.chooseSource(for: origin, among: sources, above: head, at: now) else {
            if repair.isBroken(origin, above: head) {
                passHoles(of: origin, at: now)
            } else if repair.request(for: origin)?.isUntrue == true {
                disbelieve(origin)
            }
            return
        }
        guard !repair.buffers.isReady(origin), !waitsForEarlierRun(origin, at: now) else { return }
        // What is not asked now, for want of room, is asked when the patience ends.
        let room = settings.limits.answers - links[source.link].outbox.asks.count
        guard !trees.isStale(origin) else { return carryOut(repair.graft(source, for: origin, above: head)) }
        guard room > 0 else { return mark(.questionDropped) }
        for directive in repair.ask(source, for: origin, above: head, room: room) {
            carryOut(directive)
        }
    }

    /// Tells a link what it is to be told about something that is missing.
    private mutating func carryOut(_ directive: RepairDirective) {
        switch directive {
        case .ask(let origin, let entries, let link):
            links[link].outbox.append(Ask(origin: origin, lower: entries.lowerBound, upper: entries.upperBound))
        case .graft(let origin, let link): graft(origin, onto: link)
        }
    }

    /// Takes for untrue what neighbours told of an origin and did not bring, and what later runs of its node say of it.
    ///
    /// Who has it after all has another clock than this node, and tells of it again.
    private mutating func disbelieve(_ origin: Int) {
        var doubted = [origin]
        while let run = doubted.popLast() {
            doubted += repair.laterRuns(of: run)
            repair.giveUp(run, as: .claimDisbelieved)
            let head = origins[run].log.head
            for number in links.indices where links[number].peer != nil {
                links[number, origin: run].disbelieve(above: head)
            }
        }
    }

    /// The links that lead to somebody who is known to hold entries above `head`.
    private func sources(of origin: Int, above head: UInt64) -> [RepairSource] {
        links.indices.filter { isCandidate($0, for: origin, above: head) }.map { source($0, of: origin) }
    }

    func source(_ number: Int, of origin: Int) -> RepairSource {
        RepairSource(
            link: number,
            serial: links[number].serial,
            head: links[number, origin: origin].head,
            floor: links[number, origin: origin].floor,
            roundTrip: links[number].probing.roundTrip,
            unfinished: links[number].incoming.unfinished.numbers,
            arrivedBytes: links[number].incoming.unfinished.byteCount,
            answeredAt: links[number].incoming.answeredAt
        )
    }

    /// Whether a link leads to somebody who is known to hold entries above `head`.
    func isCandidate(_ number: Int, for origin: Int, above head: UInt64) -> Bool {
        links[number].isUp && links[number, origin: origin].head > head
    }

    /// Takes the entry right above the head, if it was held back.
    mutating func takeEarlyEntry(of origin: Int) -> HeldEntry? {
        // Nearly always there is none, and this is asked for every entry.
        guard repair.buffers[origin].byteCount > 0 else { return nil }
        let next = origins[origin].log.head + 1
        guard repair.buffers[origin].first?.sequence != next || awaitedRun(of: origin) == nil else { return nil }
        return repair.takeHeld(next, of: origin)
    }
}
