import Gossip
import Reactor

extension MeshNode {
    /// One turn: read what arrived, act on it, send what follows from it.
    func turn(_ events: borrowing [ReadyEvent]) -> Int64? {
        guard phase != .created, phase != .stopped else { return nil }
        readClocks()
        if case let lag = deadlines.beginTurn(at: now.monotonic), lag > 0 { excuse(lag) }
        for index in events.indices { handle(events[index]) }
        handleGossipEvents()
        runTimers()
        admitArrivals()
        releaseHeldClients()
        fanOutGrownChannels()
        sendChangedUserLists()
        acknowledgeCopies()
        advanceWokenClients()
        // Whoever was dropped on the way has left its room; the others learn it when the list is due.
        handleGossipEvents()
        if commit() { flushLinks() }
        // Last, so that it never overtakes who was not behind before.
        gossip.enforceRetention(at: now)
        finishStopping()
        let deadline = nextDeadline()
        deadlines.expectTurn(deadline)
        return deadline
    }

    /// Reads the clocks; once a turn is enough, for a turn is short.
    func readClocks() {
        now = Moment(monotonic: Clock.monotonic(), wall: Clock.wall())
    }

    private func handle(_ event: ReadyEvent) {
        guard let token = Token(rawValue: event.token) else { return }
        switch token.kind {
        case .clientListener:
            acceptClients(at: token.slot)
        case .client:
            // An event of an earlier owner of the slot says nothing about this one.
            guard let client = clients[token.slot], client.token == token else { return }
            handle(event, of: client)
        case .gossipListener, .gossipDatagrams, .link:
            handleLinkEvent(token, event)
        }
    }

    private func handleGossipEvents() {
        // Closing whoever lost a name is news in its turn.
        while case let events = gossip.takeEvents(), !events.isEmpty {
            for event in events {
                switch event {
                case .usersChanged(let channel): handleChangedUsers(in: channel)
                case .claimLost(let claim): handleLostClaim(claim)
                case .claimReplaced(let claim): handleReplacedClaim(claim)
                default: handleLinkReport(event)
                }
            }
        }
    }

    private func runTimers() {
        while let reference = deadlines.popPassed(.progress, at: now.monotonic) { handleProgress(reference) }
        while let reference = deadlines.popPassed(.closing, at: now.monotonic) { handleCloseTimeout(reference) }
        while let reference = deadlines.popPassed(.heartbeat, at: now.monotonic) { handleHeartbeat(reference) }
        closeOvertakenClients()
        runLinkTimers()
        syncJournal()
        clientListeners?.resumeIfDue(at: now.monotonic, on: loop)
        links.listeners?.resumeIfDue(at: now.monotonic, on: loop)
    }

    private func nextDeadline() -> Int64? {
        var deadline = linkDeadline
        func consider(_ other: Int64?) {
            guard let other else { return }
            deadline = min(deadline ?? other, other)
        }
        consider(deadlines.next)
        if hasClientsBehind { consider(nextBehindCheck) }
        consider(clientListeners?.resumes)
        consider(links.listeners?.resumes)
        consider(stopDeadline)
        consider(journal?.schedule.deadline)
        if !arrivals.references.isEmpty { consider(arrivals.nextCheck) }
        if !held.isEmpty { consider(now.monotonic) }
        for room in changedRooms { consider(audiences[room].users.clock.deadline) }
        return deadline
    }
}
