import Gossip

/// The file that lies on each host, and what its node is told by it.
extension Simulation {
    /// What the node of a host is told by the file that lies there now.
    func settings(of host: Int) -> GossipSettings {
        var settings = scenario.settings
        settings.neighbours = wiring.wires.filter { $0.hosts[0] == host || $0.hosts[1] == host }
            .map { scenario.hosts[$0.hosts[0] == host ? $0.hosts[1] : $0.hosts[0]].name }
        let unnamed = unnamed(on: host)
        settings.nodes = scenario.hosts.map(\.name).filter { !unnamed.contains($0) }
        settings.retention.messages = scenario.hosts[host].keptMessages ?? settings.retention.messages
        settings.frameBytes = frameBytes(of: host)
        settings.agreement = Agreement(
            nodes: settings.nodes,
            messageBytes: settings.frameBytes,
            retention: settings.retention
        )
        return settings
    }

    /// How long a message is at most that the nodes of a host take, in bytes.
    func frameBytes(of host: Int) -> Int { scenario.hosts[host].takenBytes ?? scenario.settings.frameBytes }

    /// The nodes that the file of a host does not name now.
    private func unnamed(on host: Int) -> Set<String> {
        let time = now - Self.beginning
        var names: Set<String> = []
        for fault in scenario.faults where fault.begin <= time && time < fault.end {
            guard case .oldFile(host, let unnamed) = fault.kind else { continue }
            names.formUnion(unnamed.map { scenario.hosts[$0].name })
        }
        return names
    }

    /// Has the node of a host read its file again, if one runs there.
    ///
    /// One that stands still would do so when it goes on: until then nobody sees a difference.
    mutating func reread(_ host: Int) {
        guard let process = machines[host].process else { return }
        processes[process].node.reconfigure(settings(of: host), at: moment(of: process))
        wake(process)
    }
}
