import Gossip
public import Reactor

extension MeshNode {
    /// Opens the node's ports, hears from its peers, and serves clients from then on; without having heard from them when
    /// the task that starts it is cancelled.
    ///
    /// - Returns: Where clients reach the node: the port that was found, when any free one was asked for.
    /// - Throws: When the data directory cannot be used or a port cannot be opened; nothing is left open then.
    @discardableResult
    public func start() async throws(MeshNodeError) -> SocketAddress {
        guard lifecycle.phase == .created else { throw .alreadyStarted }
        let descriptors = world.takeDescriptors()
        do throws(StorageError) {
            try openJournal()
        } catch {
            end()
            throw .storage(error)
        }
        let address: SocketAddress
        do throws(SystemError) {
            address = try openClientListeners()
            try openPeers()
        } catch {
            serving.closeDoor()
            closePeers()
            store.abandon()
            end()
            throw .system(error)
        }
        // Nobody can dial "every address", so only the port is told.
        let http = address.isWildcard ? "*:\(address.port)" : "\(address)"
        let url = node.url ?? (address.isWildcard ? "" : "http://\(address)")
        gossip.advertise(http: http, url: url, at: now)
        let budget = DescriptorBudget(
            limit: descriptors.limit,
            open: world.takeDescriptors().open,
            peers: configuration.links(of: node.name).count
        )
        serving.admit(budget)
        peers.admit(strangers: budget.strangers)
        lifecycle.begin(at: now.monotonic)
        loop.attach(self)
        await waitUntilReady()
        if let failure = store.failure { throw .storage(failure) }
        log.info(
            "serving",
            [
                "http": .string(serving.description),
                "gossip": .string(peers.description),
                "room_for_clients": .integer(min(budget.clients, configuration.limits.clients)),
            ]
        )
        return address
    }

    private func openClientListeners() throws(SystemError) -> SocketAddress {
        let addresses = try world.addresses(of: node.http.host, port: node.http.port)
        return try serving.open(on: addresses)
    }

    /// Waits for the peers to be heard, at most as long as the links say; clients get 503 until then.
    ///
    /// A task that is cancelled does not wait.
    private func waitUntilReady() async {
        while lifecycle.phase == .starting, !lifecycle.isReady(isComplete: hasHeardPeers, at: now.monotonic) {
            // A start happens once, so looking fifty times a second is as good as being told.
            do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
        }
        if lifecycle.serve() { gossip.finishStart() }
    }
}
