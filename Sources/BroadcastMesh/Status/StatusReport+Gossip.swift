import Gossip

extension StatusReport {
    /// What a node knows of the mesh, without its channels.
    ///
    /// - Parameters:
    ///   - gossip: What it knows.
    ///   - links: Its configured links, in the order of the file.
    ///   - uptime: How long it has run, in nanoseconds.
    ///   - clients: How many clients are attached.
    ///   - delivered: How many messages were sent to clients.
    ///   - journal: What it has in its data directory, if it has one.
    init(
        _ gossip: borrowing GossipNode,
        links: [LinkConfiguration],
        uptime: Int64,
        clients: Int,
        delivered: Int,
        journal: JournalReport?
    ) {
        let counters = gossip.counters
        let reports = gossip.linkReports
        self.init(
            node: gossip.name,
            epoch: gossip.epoch,
            version: Version.current,
            uptimeSeconds: Double(uptime / 1_000_000) / 1000,
            links: links.map { link in
                Link(link, reports.first { $0.peer == link.peer }, gossip.statistics(of: link.peer))
            },
            nodes: gossip.nodeReports.map {
                KnownNode(name: $0.name, epoch: $0.epoch, http: $0.http, links: $0.links)
            },
            users: gossip.userReports.map { user in
                User(
                    username: user.username,
                    node: user.node,
                    channel: String(decoding: user.channel, as: UTF8.self)
                )
            },
            clients: clients,
            channels: [],
            messages: Messages(
                posted: counters.posted,
                received: counters.received,
                delivered: delivered,
                duplicates: counters.duplicates,
                lost: counters.lost,
                forks: gossip.forkCount,
                refusedRuns: counters.refusedRuns
            ),
            journal: journal
        )
    }
}

extension StatusReport.Link {
    /// What a link has carried since the node started, up or down.
    fileprivate init(_ link: LinkConfiguration, _ report: LinkReport?, _ statistics: LinkStatistics) {
        self.init(
            peer: link.peer,
            transport: link.transport.rawValue,
            state: report == nil ? "down" : "up",
            roundTripMs: report?.roundTrip.map { Double($0) / 1_000_000 },
            sentBytes: statistics.sentBytes,
            receivedBytes: statistics.receivedBytes,
            sentMessages: statistics.sentMessages,
            receivedMessages: statistics.receivedMessages,
            duplicates: statistics.duplicates,
            isSealed: link.isSealed,
            clockSkewMs: report?.clockSkew.map { Double($0) / 1000 },
            differs: report?.differences.map(\.rawValue) ?? []
        )
    }
}
