import Bytes
import Gossip
import HTTP

extension Node {
    /// Answers those who asked for figures, once what is said of channels is up to date, as many as the turn has room for.
    mutating func answerAskers() {
        let clients = serving.clientCounts
        dropOvertakenReaders()
        // Clients who attend are given what came in this turn, whoever asks for figures.
        var share = turns.budget.share(leaving: .audiences, atLeast: Self.leastForAskers)
        while routes.hasFiguresWork {
            let amount = share.left
            let now = clock.now.monotonic
            let step = routes.nextForAskers(gossip.channels, clients: clients, paidBy: &share, at: now)
            turns.budget.spend(amount - share.left)
            // What is done for them is paid by the turn, and taken off their share of it.
            let left = turns.budget.left
            defer { share.spend(left - turns.budget.left) }
            switch step {
            case .nothing:
                return
            case .figures(let kind):
                let figures = figures(for: kind)
                // To find them; as they are written, each is paid by itself.
                turns.budget.spend(records: figures.report.users.count)
                turns.budget.spend(channelLines: 0, looks: gossip.channels.count)
                routes.begin(kind, figures, at: now)
            case .answer(let asker, let figures):
                guard let client = client(asker.client), client.exchange != nil else { continue }
                answer(client, with: figures, as: asker.kind)
                if client.stage != .gone { advanceAnswer(of: client) }
                answerRequests(of: client)
            }
        }
    }

    /// Answers a client with figures, which others may share.
    mutating func answer(_ client: Client, with figures: Figures, as kind: StatusCache.Format) {
        answer(client, with: Response(figures.bytes, as: kind), sharing: figures.number)
        let clients = serving
        routes.note(figures, givenTo: client.reference) { clients.client($0)?.outgoing.unreadFigures == $1 }
    }

    /// Cuts off those who read older figures more slowly than newer ones came, as many as the turn has room for.
    private mutating func dropOvertakenReaders() {
        var count = 0
        while count < turns.budget.part(Self.leastOvertaken) || turns.isOpen(to: .clients),
            let (reference, number) = routes.popOvertaken()
        {
            count += 1
            guard let client = client(reference), client.outgoing.unreadFigures == number else { continue }
            turns.budget.spend(calls: 1)
            serving.cutOff(client)
            workForServing()
        }
    }

    /// All figures: what they are, only the whole node knows.
    private mutating func figures(for kind: StatusCache.Format) -> NodeFigures {
        NodeFigures(
            report: reportWithoutChannels,
            retransmissions: kind == .metrics ? peers.retransmissions(with: gossip) : [],
            turns: turns.times,
            longestTurnLately: turns.times.longestLately(at: clock.now.monotonic)
        )
    }

    /// What the node knows now.
    var statusReport: StatusReport {
        var report = reportWithoutChannels
        report.channels = gossip.channels.indices.compactMap { number in
            guard let figures = gossip.channels.figures(of: number) else { return nil }
            return StatusReport.Channel(
                figures,
                named: gossip.channels.name(of: number),
                clients: serving.clientCount(of: number)
            )
        }
        return report
    }

    /// A hash of all that it would tell of itself: two nodes that were through the same have the same.
    var stateHash: UInt64 { statusReport.json.span.hash(seed: UInt64(serving.delivered)) }

    private var reportWithoutChannels: StatusReport {
        StatusReport(
            gossip,
            links: settings.mesh.links(of: settings.node.name),
            uptime: clock.now.monotonic - clock.startedAt,
            clients: serving.attached,
            delivered: serving.delivered,
            journal: store.report
        )
    }
}
