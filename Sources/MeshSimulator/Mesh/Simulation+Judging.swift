import Gossip

extension Simulation {
    /// What all living nodes and their clients show now.
    func judge() -> [Violation] {
        let living = processes.indices.filter { processes[$0].isAlive && !isHostileForEver($0) && !keepsFew($0) }
        // Debug builds check this after every event.
        for process in living { processes[process].node.checkInvariants() }
        let numbers = villains.areThere ? findings.ledger.numbers : [:]
        let views = living.map { view(of: $0, numbers) }
        let nodes = scenario.sabotage.map { sabotage in views.map { sabotage.spoil($0) } } ?? views
        let clients = guests.clients.indices.compactMap { number -> ClientView? in
            guard let client = guests.clients[number], let node = living.firstIndex(of: client.process) else {
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
            ledger: findings.ledger,
            rule: RetentionRule(scenario.settings.retention),
            seesNodes: scenario.settings.announcesLinks,
            // Of a run that is over for ever, a node that is asked knows no more than how long it was.
            losesExactly: !marks.contains(.gapCountedAtMost) && !scenario.closesRunsForEver,
            mayLose: !scenario.hosts.contains(where: \.isMiser)
        )
        .violations(nodes: nodes, clients: scenario.hasReaders ? clients + travellerViews(on: living) : [])
            + judgeTravellers(on: living)
    }

    private func view(of process: Int, _ numbers: [MessageID: Int]) -> NodeView {
        let node = processes[process].node
        let channels = processes[process].channels.map { node.channels[$0] }
        tell("\(name(of: process)) holds \(channels.map { $0?.messageCount ?? 0 }), lost \(node.counters.lost)")
        // What liars say of such rooms nobody can tell from what was said there.
        let lairs = !villains.rascals.isEmpty && !villains.areThere ? [lairTranscript(of: process)] : []
        let honest = villains.areThere ? channels.indices.map { honestHoldings(of: $0, at: process, by: numbers) } : []
        return NodeView(
            name: name(of: process),
            seen: processes[process].witnessed.observers.map(\.got.seen),
            stored: processes[process].witnessed.stored,
            transcripts: villains.areThere ? honest.map(\.hash) : channels.map { $0?.transcript ?? 0 } + lairs,
            counts: villains.areThere ? honest.map(\.count) : channels.map { $0?.messageCount ?? 0 },
            lostCount: villains.areThere ? 0 : processes[process].lostCount,
            lostBefore: villains.areThere ? 0 : processes[process].witnessed.lostBefore,
            usernames: node.users(in: processes[process].channels[0])
                .filter { isJudged($0.node) && !HostileVoice.usernames.contains($0.name) }.map(\.name),
            run: "\(node.name)@\(node.epoch)",
            reachableRuns: node.nodeReports.filter { isJudged($0.name) }.map { "\($0.name)@\($0.epoch)" },
            isMisled: isMisled(by: node.unconfirmedNodes)
        )
    }
}
