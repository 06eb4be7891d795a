import Reactor

/// The rules that a file must keep as a whole.
extension MeshConfiguration {
    func requireUniqueNames(in whole: PlacedValue) throws(ConfigurationError) {
        var seen: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            guard let first = seen.updateValue(index, forKey: node.name) else { continue }
            throw whole.error(at: "nodes[\(index)].name", "nodes[\(first)] is called \"\(node.name)\" already")
        }
    }

    func requireUniqueAddresses(in whole: PlacedValue) throws(ConfigurationError) {
        var seen: [Endpoint: String] = [:]
        for (index, node) in nodes.enumerated() {
            for (key, endpoint) in [("http", node.http), ("gossip", node.gossip)] where endpoint.port != 0 {
                let place = "nodes[\(index)].\(key)"
                let canonical = Endpoint(host: endpoint.host.lowercased(), port: endpoint.port)
                guard let first = seen.updateValue(place, forKey: canonical) else { continue }
                throw whole.error(at: place, "\(first) is \(endpoint) already")
            }
        }
    }

    func requireKnownPeers(in whole: PlacedValue) throws(ConfigurationError) {
        let names = nodes.map(\.name)
        let known = Set(names)
        for (index, node) in nodes.enumerated() {
            var seen: [String: Int] = [:]
            for (position, peer) in node.peers.enumerated() {
                let place = "nodes[\(index)].peers[\(position)]"
                guard peer.name != node.name else {
                    throw whole.error(at: place, "\"\(node.name)\" cannot be a peer of itself")
                }
                guard known.contains(peer.name) else {
                    let others = names.filter { $0 != node.name }
                    let hint = didYouMean(peer.name, among: others)
                    throw whole.error(at: place, "no node is named \"\(peer.name)\"\(hint)")
                }
                guard let first = seen.updateValue(position, forKey: peer.name) else { continue }
                throw whole.error(at: place, "peers[\(first)] is \"\(peer.name)\" already")
            }
        }
    }

    /// A node that has links is at a port that everybody can read; only one that has none may be at any free one.
    func requireKnownPorts(in whole: PlacedValue) throws(ConfigurationError) {
        let named = Set(nodes.flatMap { $0.peers.map(\.name) })
        for (index, node) in nodes.enumerated() where node.gossip.port == 0 {
            guard node.peers.isEmpty, !named.contains(node.name) else {
                throw whole.error(at: "nodes[\(index)].gossip", PlacedValue.undialable)
            }
        }
    }

    func requireOneTransportPerLink(in whole: PlacedValue) throws(ConfigurationError) {
        let places = Dictionary(nodes.indices.map { (nodes[$0].name, $0) }) { first, _ in first }
        for (index, node) in nodes.enumerated() {
            for (position, peer) in node.peers.enumerated() {
                guard
                    let other = places[peer.name].flatMap({ $0 < index ? nodes[$0] : nil }),
                    let entry = other.entry(for: node),
                    entry.transport != peer.transport
                else { continue }
                throw whole.error(
                    at: "nodes[\(index)].peers[\(position)]",
                    "\"\(node.name)\" wants \(peer.transport), but \"\(other.name)\" wants \(entry.transport)"
                )
            }
        }
    }

    /// Without a key anybody who reaches a gossip port is a peer, so nobody but this machine may reach one.
    func requireLoopback(
        in whole: PlacedValue,
        resolve: (_ host: String) throws(SystemError) -> [SocketAddress]
    ) throws(ConfigurationError) {
        for (index, node) in nodes.enumerated() {
            try requireLoopback(node.gossip, at: "nodes[\(index)].gossip", in: whole, resolve: resolve)
            for (position, peer) in node.peers.enumerated() {
                guard let address = peer.address else { continue }
                let place = "nodes[\(index)].peers[\(position)].address"
                try requireLoopback(address, at: place, in: whole, resolve: resolve)
            }
        }
    }

    private func requireLoopback(
        _ endpoint: Endpoint,
        at place: String,
        in whole: PlacedValue,
        resolve: (_ host: String) throws(SystemError) -> [SocketAddress]
    ) throws(ConfigurationError) {
        let addresses: [SocketAddress]
        do throws(SystemError) {
            addresses = try resolve(endpoint.host)
        } catch {
            throw whole.error(at: place, "\"\(endpoint.host)\" cannot be resolved: \(error)")
        }
        guard !addresses.isEmpty else { throw whole.error(at: place, "\"\(endpoint.host)\" cannot be resolved") }
        guard let address = addresses.first(where: { !$0.isLoopback })?.hostDescription else { return }
        let named = address == endpoint.host ? address : "\"\(endpoint.host)\" is \(address), which"
        throw whole.error(at: place, "\(named) is not loopback; a mesh that leaves this machine needs a \"key\"")
    }
}
