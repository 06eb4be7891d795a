import Gossip
import HTTP

extension MeshNode {
    /// Everything that the node knows, for programs.
    var statusResponse: Response {
        Response(
            .ok,
            fields: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: statusBytes
        )
    }

    /// The same figures, for Prometheus.
    var metricsResponse: Response {
        Response(
            .ok,
            fields: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store"],
            body: metricsBytes
        )
    }

    private var statusBytes: [UInt8] {
        if let bytes = statusCache.answer(.status, at: now.monotonic) { return bytes }
        updateChannelLines()
        let report = reportWithoutChannels
        let lines = statusCache.channels.lines
        let bytes = report.json(listing: lines.lazy.compactMap { $0?.json })
        statusCache.keep(bytes, as: .status, count: lines.count + report.users.count, at: now.monotonic)
        return bytes
    }

    private var metricsBytes: [UInt8] {
        if let bytes = statusCache.answer(.metrics, at: now.monotonic) { return bytes }
        updateChannelLines()
        let report = reportWithoutChannels
        let lines = statusCache.channels.lines
        let metrics = Metrics(
            report,
            channels: ChannelSummary(lines, name: { gossip.channels.name(of: $0) }),
            retransmissions: retransmissions,
            turns: turns.times,
            longestLately: turns.times.longestLately(at: now.monotonic)
        )
        let bytes = Array(metrics.text.utf8)
        statusCache.keep(bytes, as: .metrics, count: lines.count + report.users.count, at: now.monotonic)
        return bytes
    }

    private func updateChannelLines() {
        statusCache.channels.update(gossip.channels) { $0 < audiences.count ? audiences[$0].clientCount : 0 }
    }

    /// What the node knows now.
    var statusReport: StatusReport {
        var report = reportWithoutChannels
        report.channels = gossip.channels.indices.compactMap { reportedChannel($0) }
        return report
    }

    private var reportWithoutChannels: StatusReport {
        let counters = gossip.counters
        return StatusReport(
            node: gossip.name,
            epoch: gossip.epoch,
            version: Version.current,
            uptimeSeconds: Double((now.monotonic - startedAt) / 1_000_000) / 1000,
            links: reportedLinks,
            nodes: gossip.nodeReports.map { node in
                StatusReport.Node(name: node.name, epoch: node.epoch, http: node.http, links: node.links)
            },
            users: gossip.userReports.map { user in
                StatusReport.User(
                    username: user.username,
                    node: user.node,
                    channel: String(decoding: user.channel, as: UTF8.self)
                )
            },
            clients: attachedCount,
            channels: [],
            messages: StatusReport.Messages(
                posted: counters.posted,
                received: counters.received,
                delivered: deliveredCount,
                duplicates: counters.duplicates,
                lost: counters.lost
            ),
            journal: store.report
        )
    }

    /// The configured links in the order of the file: what they have carried since the node started, up or down.
    private var reportedLinks: [StatusReport.Link] {
        let reports = gossip.linkReports
        return configuration.links(of: node.name).map { link in
            let statistics = gossip.statistics(of: link.peer)
            let report = reports.first { $0.peer == link.peer }
            return StatusReport.Link(
                peer: link.peer,
                transport: link.transport.rawValue,
                state: report == nil ? "down" : "up",
                roundTripMs: report?.roundTrip.map { Double($0) / 1_000_000 },
                sentBytes: statistics.sentBytes,
                receivedBytes: statistics.receivedBytes,
                sentMessages: statistics.sentMessages,
                receivedMessages: statistics.receivedMessages,
                duplicates: statistics.duplicates,
                clockSkewMs: report?.clockSkew.map { Double($0) / 1000 }
            )
        }
    }

    private func reportedChannel(_ number: Int) -> StatusReport.Channel? {
        guard let figures = gossip.channels.figures(of: number) else { return nil }
        let clients = number < audiences.count ? audiences[number].clientCount : 0
        return StatusReport.Channel(figures, named: gossip.channels.name(of: number), clients: clients)
    }
}
