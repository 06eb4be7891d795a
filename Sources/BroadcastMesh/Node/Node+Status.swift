import Bytes
import Gossip
import HTTP

extension Node {
    /// Answers those who asked for figures, once what is said of channels is up to date.
    mutating func answerAskers() {
        guard routes.isAwaited else { return }
        let askers = routes.takeAskers(
            gossip.channels,
            clients: serving.clientCounts,
            paidBy: &turns.budget
        )
        for asker in askers {
            guard let client = client(asker.client), client.exchange != nil else { continue }
            answer(client, with: routes.recent(asker.kind, at: clock.now.monotonic) ?? figuresResponse(asker.kind))
            if client.stage != .gone { advance(client) }
            answerRequests(of: client)
        }
    }

    /// Answers with all figures: what they are, only the whole node knows.
    private mutating func figuresResponse(_ kind: StatusCache.Format) -> Response {
        let figures = NodeFigures(
            report: reportWithoutChannels,
            channels: gossip.channels,
            retransmissions: kind == .metrics ? peers.retransmissions(with: gossip) : [],
            turns: turns.times,
            longestTurnLately: turns.times.longestLately(at: clock.now.monotonic)
        )
        return routes.response(kind, figures, at: clock.now.monotonic)
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
