import Gossip
import Reactor

extension MeshNode {
    /// Opens the gossip port and starts to dial.
    func openPeers() throws(SystemError) {
        let addresses = try world.addresses(of: node.gossip.host, port: node.gossip.port)
        try peers.open(on: addresses, at: now.monotonic)
    }

    /// Whether the node has heard all that its peers have to say.
    var hasHeardPeers: Bool {
        gossip.linkReports.count == configuration.links(of: node.name).count && gossip.isCaughtUp
    }

    /// Takes in what happened on a socket of the peers.
    func handle(_ event: ReadyEvent, ofPeers token: Token) {
        var turn = Peers.Turn(now: now, portion: portion(Peers.portion), budget: turns.budget)
        peers.handle(event, of: token, with: &gossip, in: &turn)
        turns.budget = turn.budget
        workForPeers()
    }

    /// Sends every link what it lacks, if all of it is written.
    func flushPeers() {
        guard commit() else { return }
        peers.flush(with: &gossip, at: now)
        workForPeers()
    }

    /// Does what the peers ask for.
    func workForPeers() {
        while peers.hasDirectives {
            for directive in peers.takeDirectives() {
                switch directive {
                case .resolve(let endpoint, let dial):
                    resolve(endpoint, for: dial)
                case .close(let carrier, let reason):
                    let isWritten = commit()
                    peers.close(carrier, because: reason, isWritten: isWritten, with: &gossip, at: now)
                }
            }
        }
    }

    private func resolve(_ endpoint: Endpoint, for dial: Int) {
        Task {
            let result: Result<[SocketAddress], SystemError>
            do throws(SystemError) {
                result = .success(try await world.resolve(host: endpoint.host, port: endpoint.port))
            } catch {
                result = .failure(error)
            }
            guard lifecycle.phase.isOpen else { return }
            readClocks()
            switch result {
            case .success(let addresses): peers.handleAddresses(addresses, of: dial, with: &gossip, at: now)
            case .failure(let error): peers.handleFailure(of: dial, "\(error)", with: &gossip, at: now)
            }
            workForPeers()
        }
    }

    /// Says goodbye to all peers and closes the gossip port.
    func closePeers() {
        gossip.stop()
        flushPeers()
        peers.stop()
        workForPeers()
        peers.finish()
    }
}
