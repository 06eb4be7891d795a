import Gossip
import Reactor

extension Node {
    /// Opens the gossip port and starts to dial.
    mutating func openPeers() throws(SystemError) {
        let addresses = try world.addresses(of: settings.node.gossip.host, port: settings.node.gossip.port)
        try peers.open(on: addresses, at: clock.now.monotonic)
    }

    /// Whether the node has heard all that its peers have to say.
    var hasHeardPeers: Bool {
        gossip.linkReports.count == settings.mesh.links(of: settings.node.name).count && gossip.isCaughtUp
    }

    /// Takes in what happened on a socket of the peers.
    mutating func handle(_ event: ReadyEvent, ofPeers token: Token) {
        // The more wait, the less is read at once, or one portion of the shortest entries would be all that links may spend.
        let others = turns.links.count
        var turn = Peers.Turn(now: clock.now, portion: portion(Peers.portion / (1 + others)), budget: turns.budget)
        turn.share(with: others)
        peers.handle(event, of: token, with: &gossip, in: &turn)
        turns.budget = turn.budget
        workForPeers()
    }

    /// Does what time asks for with the peers.
    mutating func runPeerTimers() {
        peers.noteUnread(in: turns.links, with: &gossip, at: clock.now)
        var turn = Peers.Turn(now: clock.now, portion: Peers.portion, budget: turns.budget)
        peers.runTimers(with: &gossip, in: &turn)
        turns.budget = turn.budget
        workForPeers()
    }

    /// Sends every link what it lacks, if all of it is written; as much as a turn may spend on that, if no other is said.
    mutating func flushPeers(spending allowance: Int? = nil) {
        guard let committed = commit() else { return }
        let allowance = allowance ?? turns.budget.part(Peers.flushBudget)
        peers.flush(committed, with: &gossip, at: clock.now, spending: allowance)
        workForPeers()
    }

    /// Does what the peers ask for.
    mutating func workForPeers() {
        var hasClosed = false
        while peers.hasDirectives {
            for directive in peers.takeDirectives() {
                switch directive {
                case .resolve(let endpoint, let dial):
                    ask(for: .resolve(endpoint, dial: dial))
                case .close(let carrier, let reason):
                    let committed = commit()
                    peers.close(carrier, because: reason, committed, with: &gossip, at: clock.now, &turns.budget)
                    hasClosed = true
                }
            }
        }
        guard hasClosed else { return }
        let before = gossip.counters
        gossip.settle(at: clock.now)
        turns.budget.pay(from: before, to: gossip.counters)
    }

    /// Takes in what the host of a peer was found to be.
    mutating func handleAddresses(_ result: Result<[SocketAddress], SystemError>, of dial: Int) {
        guard lifecycle.phase.isOpen else { return }
        switch result {
        case .success(let addresses): peers.handleAddresses(addresses, of: dial, with: &gossip, at: clock.now)
        case .failure(let error): peers.handleFailure(of: dial, "\(error)", with: &gossip, at: clock.now)
        }
        workForPeers()
    }

    /// Says goodbye to all peers and closes the gossip port.
    mutating func closePeers() {
        gossip.stop()
        // No turn follows in which more could be sent.
        flushPeers(spending: Peers.flushBudget)
        peers.stop()
        workForPeers()
        peers.finish()
    }
}
