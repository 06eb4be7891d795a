import Gossip
import HTTP

extension MeshNode {
    /// Everything that the node knows, for programs.
    ///
    /// A page that moved here when its own node died may read it as well (Fetch §3.2).
    func statusResponse(to head: RequestHead) -> Response {
        var fields: Fields = ["Content-Type": "application/json", "Cache-Control": "no-store", "Vary": "Origin"]
        let requested = head.fields.values(of: "origin")
        if let origin = requested.first, origins.admits(requested, host: head.authority) {
            fields.append("Access-Control-Allow-Origin", origin)
        }
        return Response(.ok, fields: fields, body: statusReport.json)
    }

    /// The same figures, for Prometheus.
    var metricsResponse: Response {
        Response(
            .ok,
            fields: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store"],
            body: Array(Metrics(statusReport, retransmissions: retransmissions).text.utf8)
        )
    }

    /// What the node knows now.
    var statusReport: StatusReport {
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
            channels: gossip.channels.indices.compactMap { reportedChannel($0) },
            messages: StatusReport.Messages(
                posted: counters.posted,
                received: counters.received,
                delivered: deliveredCount,
                duplicates: counters.duplicates,
                lost: counters.lost
            )
        )
    }

    /// The configured links in the order of the file, with what the gossip knows of those that are up.
    private var reportedLinks: [StatusReport.Link] {
        let reports = gossip.linkReports
        return configuration.links(of: node.name).map { link in
            var reported = StatusReport.Link(peer: link.peer, transport: link.transport.rawValue, state: "down")
            guard let report = reports.first(where: { $0.peer == link.peer }) else { return reported }
            reported.state = "up"
            reported.roundTripMs = report.roundTrip.map { Double($0) / 1_000_000 }
            reported.sentBytes = report.sentBytes
            reported.receivedBytes = report.receivedBytes
            reported.sentMessages = report.sentMessages
            reported.receivedMessages = report.receivedMessages
            reported.duplicates = report.duplicates
            return reported
        }
    }

    private func reportedChannel(_ number: Int) -> StatusReport.Channel? {
        guard let channel = gossip.channels[number] else { return nil }
        return StatusReport.Channel(
            kind: channel.kind == .chat ? "chat" : "relay",
            name: String(decoding: channel.name, as: UTF8.self),
            clients: number < audiences.count ? audiences[number].clientCount : 0,
            messages: channel.messageCount,
            bytes: channel.byteCount,
            transcript: channel.transcript.hexadecimal,
            lost: channel.lostCount
        )
    }
}
