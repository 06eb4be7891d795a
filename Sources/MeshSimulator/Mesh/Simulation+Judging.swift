import Gossip

extension Simulation {
    /// What all living nodes and their clients show now.
    func judge() -> [Violation] {
        let living = processes.indices.filter { processes[$0].isAlive }
        // Debug builds check this after every event.
        for process in living { processes[process].node.checkInvariants() }
        let nodes = living.map(view)
        let clients = self.clients.indices.compactMap { number -> ClientView? in
            guard let client = self.clients[number], let node = living.firstIndex(of: client.process) else {
                return nil
            }
            return ClientView(
                name: "client \(number) on \(name(of: client.process))",
                node: node,
                channel: client.reader.channel,
                seen: client.reader.got.seen,
                before: client.before,
                username: client.username
            )
        }
        return Judge(
            ledger: ledger,
            retention: scenario.settings.retention.messages,
            seesNodes: scenario.settings.announcesLinks
        )
        .violations(nodes: nodes, clients: scenario.hasReaders ? clients + travellerViews(on: living) : [])
            + judgeTravellers()
    }

    private func view(of process: Int) -> NodeView {
        let node = processes[process].node
        let channels = processes[process].channels.map { node.channels[$0] }
        tell("\(name(of: process)) holds \(channels.map { $0?.messageCount ?? 0 }), lost \(node.counters.lost)")
        return NodeView(
            name: name(of: process),
            seen: processes[process].observers.map(\.got.seen),
            stored: processes[process].stored,
            transcripts: channels.map { $0?.transcript ?? 0 },
            counts: channels.map { $0?.messageCount ?? 0 },
            lostCount: processes[process].lostCount,
            usernames: node.usernames(in: processes[process].channels[0]),
            run: "\(node.name)@\(node.epoch)",
            reachableRuns: node.nodeReports.map { "\($0.name)@\($0.epoch)" }
        )
    }
}
