import Gossip
import Reactor

extension Node {
    /// One turn: read what arrived, act on it, write it, send what follows from it; as much as its budget allows.
    ///
    ///     serve links ─▶ finishStarting ─▶ serve clients ─▶ takePosts ─▶ perform ─┐
    ///     ┌───────────────────────────────────────────────────────────────────────┘
    ///     └▶ releaseHeldClients ─▶ answerPosts ─▶ publish ─▶ flush
    ///        (commits)             (commits)      (commits)  (commits)
    ///
    /// These nine calls come in a row nowhere else. Peers come first, so that a flood of clients cuts off no peer.
    ///
    /// What came is given to clients and peers with a ``Committed`` only, so whoever gives earlier commits there: clients that
    /// are held are also released for one that is refused or told much, and grown channels are fanned out for one that is
    /// refused, or where so much was posted that nothing more is taken in before. A link that closes commits for its last words.
    ///
    /// - Parameter events: The sockets that became ready.
    /// - Returns: When the next turn must come at the latest, in monotonic nanoseconds; `nil` for no such time.
    mutating func turn(_ events: borrowing [ReadyEvent]) -> Int64? {
        guard !lifecycle.phase.isIdle else { return nil }
        beginTurn()
        serve(.links, events)
        finishStarting()
        serve(.clients, events)
        takePosts()
        perform()
        releaseHeldClients()
        answerPosts()
        publish()
        flush()
        return endTurn()
    }

    private mutating func beginTurn() {
        readClocks()
        if case let lag = serving.beginTurn(at: clock.now.monotonic), lag > 0 {
            settings.log.info("was away", ["seconds": .string("\(lag / 1_000_000_000)")])
        }
        turns.begin(at: clock.now.monotonic)
    }

    /// Does what follows from what came, and what time asks for: of each at least one thing, whatever came.
    private mutating func perform() {
        handleGossipEvents()
        runTimers()
        finishDraining()
        sendClientsAway()
        renewSessions()
        admitArrivals()
        answerAskers()
    }

    /// Gives clients what is for them.
    private mutating func publish() {
        fanOutGrownChannels()
        sendChangedUserLists()
        acknowledgeCopies()
        serveWokenClients()
    }

    /// Sends peers what they lack.
    private mutating func flush() {
        // Whoever was dropped on the way has left its room; the others learn it when the list is due.
        handleGossipEvents()
        flushPeers()
        // After that, so that it never overtakes who was not behind before.
        fanOutGrownChannels()
        // Last, for nobody else is to wait for those who ask for much.
        serveOn()
    }

    private mutating func endTurn() -> Int64? {
        gossip.enforceRetention(at: clock.now, sparing: serving.awaitedFrames)
        turns.isOverweight = gossip.isOverweight
        finishStopping()
        let deadline = nextDeadline()
        serving.endTurn(expecting: deadline)
        checkInDebugBuilds()
        turns.times.note(from: clock.now.monotonic, to: world.monotonic(), spent: world.threadProcessor())
        return deadline
    }

    /// Serves the sockets of one kind as long as the budget allows.
    ///
    /// As long as it is enough for all, they are served as they come; from then on, whose turn it is. Where clients have waited
    /// for a turn, one is served whatever links took of this: what a peer sends may take more than half of it, turn by turn.
    private mutating func serve(_ source: TurnSource, _ events: borrowing [ReadyEvent]) {
        guard !turns[source].isEmpty else {
            for index in events.indices where TurnSource(events[index]) == source {
                if turns.isOpen(to: source) { handle(events[index]) } else { turns[source].add(events[index]) }
            }
            return
        }
        turns[source].beginTurn()
        for index in events.indices where TurnSource(events[index]) == source { turns[source].add(events[index]) }
        var mayGoOn = source == .clients || turns.isOpen(to: source)
        while mayGoOn, let event = turns[source].popFirst() {
            let left = turns.budget.left
            handle(event)
            turns[source].charge(left - turns.budget.left, to: event.token)
            mayGoOn = turns.isOpen(to: source)
        }
    }

    /// How much of so many bytes is received at once: what comes in goes out to everybody, in the same turn.
    func portion(_ bytes: Int) -> Int {
        max(Self.leastPortion, bytes / (1 + serving.attached / 512))
    }

    private mutating func handle(_ event: ReadyEvent) {
        guard let token = Token(rawValue: event.token) else { return }
        switch token.kind {
        case .clientListener:
            acceptClients(at: token.slot)
        case .client:
            if let client = serving.client(token) { handle(event, of: client) }
        case .gossipDatagrams, .link:
            // What a peer sends waits where it is, as what clients post does.
            if mustHoldLinks() { turns.links.add(event) } else { handle(event, ofPeers: token) }
        case .gossipListener:
            handle(event, ofPeers: token)
        }
    }

    private mutating func mustHoldLinks() -> Bool {
        if let mustWait = turns.heldLinks.mustWait { return mustWait }
        let isCrowded = serving.isOvercrowded(with: &gossip) || gossip.isCrowdedByUsers
        return turns.heldLinks.wait(if: isCrowded, at: clock.now.monotonic)
    }

    private mutating func handleGossipEvents() {
        takeGossipEvents()
        // Closing whoever lost a name is news in its turn.
        if handleChangedClaims() { takeGossipEvents() }
    }

    private mutating func takeGossipEvents() {
        while case let events = gossip.takeEvents(), !events.isEmpty {
            for event in events {
                switch event {
                case .usersChanged(let channel): serving.handleChangedUsers(in: channel)
                case .claimLost(let claim): rooms.note(.lost, of: claim)
                case .claimReplaced(let claim): rooms.note(.replaced, of: claim)
                case .claimDoubted(let claim): rooms.note(.doubted, of: claim)
                case .linkUp, .linkDown, .dropLink, .clocksApart, .clocksTogether, .settingsDiffer, .nodesChanged,
                    .runRenewed, .forked, .anotherProcess:
                    peers.handle(event, with: gossip, at: clock.now.monotonic)
                }
            }
            workForPeers()
        }
    }

    private mutating func runTimers() {
        runClientTimers()
        runPeerTimers()
        store.sync(at: clock.now.monotonic)
        if store.hasDirectives { workForStore() }
    }

    private mutating func nextDeadline() -> Int64? {
        let now = clock.now.monotonic
        // Whose disk has failed sends its peers nothing any more, so what is due for them stays due until it has stopped.
        var deadline = failure == nil ? peers.deadline(with: &gossip, at: clock.now) : nil
        func consider(_ other: Int64?) {
            guard let other else { return }
            deadline = min(deadline ?? other, other)
        }
        if rooms.hasConfirmed || rooms.hasChangedClaims || rooms.mustRenewSessions { consider(now) }
        consider(serving.deadline)
        consider(lifecycle.deadline)
        consider(store.deadline)
        consider(rooms.deadline)
        if store.heldCount > 0 || routes.hasFiguresWork || turns.hasWaiting || hasPostsToTake { consider(now) }
        if gossip.hasRetentionWork || mayServe || rooms.hasDueArrivals { consider(now) }
        return deadline
    }
}
