import Gossip
public import Reactor

extension MeshNode {
    /// Opens the node's ports, hears from its peers, and serves clients from then on.
    ///
    /// - Returns: Where clients reach the node: the port that was found, when any free one was asked for.
    /// - Throws: When the data directory cannot be used or a port cannot be opened; nothing is left open then.
    @discardableResult
    public func start() async throws(MeshNodeError) -> SocketAddress {
        guard phase == .created else { throw .alreadyStarted }
        let descriptors = DescriptorLimit.raise()
        connectionLimit = max(1, descriptors - Self.reservedDescriptors - configuration.nodes.count)
        do throws(StorageError) {
            try openJournal()
        } catch {
            loop.stop()
            phase = .stopped
            throw .storage(error)
        }
        let address: SocketAddress
        do throws(SystemError) {
            address = try openClientListener()
            try openLinks()
        } catch {
            clientListener = nil
            closeLinks()
            journal = nil
            loop.stop()
            phase = .stopped
            throw .system(error)
        }
        // Nobody can dial "every address", so only the port is told.
        let http = address.isWildcard ? "*:\(address.port)" : "\(address)"
        let url = node.url ?? (address.isWildcard ? "" : "http://\(address)")
        gossip.advertise(http: http, url: url, at: now)
        phase = .starting
        loop.attach(self)
        await waitUntilReady()
        if let storageFailure { throw .storage(storageFailure) }
        log.info("serving", ["http": "\(address)", "gossip": "\(node.gossip)"])
        return address
    }

    private func openClientListener() throws(SystemError) -> SocketAddress {
        let addresses = try SocketAddress.resolve(host: node.http.host, port: node.http.port)
        let listener = try Socket.listen(on: addresses[0])
        try loop.watch(listener, for: .read, token: Token(.clientListener).rawValue)
        let address = listener.localAddress
        clientListener = ListeningSocket(listener)
        return address
    }

    /// Waits for the peers to be heard, at most as long as the links say; clients get 503 until then.
    private func waitUntilReady() async {
        while phase == .starting, !isReadyToServe {
            // A start happens once, so looking fifty times a second is as good as being told.
            try? await Task.sleep(for: .milliseconds(20))
        }
        guard phase == .starting else { return }
        gossip.finishStart()
        phase = .serving
    }
}
