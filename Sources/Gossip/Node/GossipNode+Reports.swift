/// How a link is, for people.
public struct LinkReport: Sendable, Equatable {
    /// The link's number.
    public var link: Int
    /// The peer's name.
    public var peer: String
    /// What carries the link.
    public var transport: LinkTransport
    /// The smoothed time there and back, in nanoseconds; `nil` before the first probe was answered.
    public var roundTrip: Int64?
    /// How far the peer's wall clock is ahead of this node's, smoothed, in microseconds; `nil` like the above.
    public var clockSkew: Int64?
    /// What the two ends were told differently, for ten seconds at least.
    public var differences: [Agreement.Matter] = []
}

extension GossipNode {
    /// Tells the mesh where browsers reach this node.
    ///
    /// - Parameters:
    ///   - http: The address it listens on: `host:port`.
    ///   - url: The address to show.
    ///   - now: The time.
    public mutating func advertise(http: String, url: String, at now: Moment) {
        defer { checkInDebugBuilds() }
        append(.address(http: http, url: url), at: now)
    }

    /// The links that are up, in the order of their numbers.
    public var linkReports: [LinkReport] {
        links.indices.compactMap { number in
            let link = links[number]
            guard link.isEstablished, let there = link.peer else { return nil }
            let peer = there.member
            return LinkReport(
                link: number,
                peer: origins[member: peer].name,
                transport: link.transport,
                roundTrip: link.probing.roundTrip,
                clockSkew: link.probing.roundTrip == nil ? nil : links.neighbours.clockSkew(of: peer),
                differences: links.neighbours.differences(from: peer)
            )
        }
    }

    /// Whether a number is that of a link that was opened and not closed since.
    package func hasLink(_ number: Int) -> Bool { links.indices.contains(number) && !links[number].isFree }

    /// Who is at the other end of a link; `nil` before it was heard.
    public func peer(of number: Int) -> String? {
        links[number].peer.flatMap { $0.isConfirmed ? origins[member: $0.member].name : nil }
    }

    /// The nodes that can be reached, this one included, sorted by name.
    public var nodeReports: [NodeReport] { presence.nodeReports }

    /// The nodes of which it shows what somebody said and their logs here do not confirm so far, by name.
    package var unconfirmedNodes: [String] { presence.unconfirmedNodes { logs.head(of: $0) } }

    /// Is another number as soon as ``nodeReports`` says anything else of nodes but of their links.
    public var nodeChangeCount: Int { presence.nodeChangeCount }

    /// The users of the nodes that can be reached, by node and then in the order in which they came.
    public var userReports: [UserReport] { presence.userReports }

    /// What has passed between this node and a peer since it started, over all links that there were.
    public func statistics(of peer: String) -> LinkStatistics {
        origins.member(named: peer).map(links.statistics) ?? LinkStatistics()
    }
}
