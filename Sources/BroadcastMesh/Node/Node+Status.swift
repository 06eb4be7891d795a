import Gossip
import HTTP

extension Node {
    /// Answers with all figures: what they are, only the whole node knows.
    mutating func figuresResponse(_ kind: StatusCache.Kind) -> Response {
        let figures = NodeFigures(
            report: reportWithoutChannels,
            channels: gossip.channels,
            clientCount: { [serving] in serving.clientCount(of: $0) },
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
