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
}

/// A node that can be reached.
public struct NodeReport: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its run.
    public var epoch: UInt64
    /// Where its HTTP is: `host:port`.
    public var http: String
    /// The address for browsers.
    public var url: String
    /// Its open links, by the peers' names, sorted.
    public var links: [String]
}

/// A user of a node that can be reached.
public struct UserReport: Sendable, Equatable {
    /// The name.
    public var username: String
    /// The node.
    public var node: String
    /// The chat channel's name, in UTF-8.
    public var channel: [UInt8]
}

extension GossipNode {
    /// Tells the mesh where browsers reach this node.
    ///
    /// - Parameters:
    ///   - http: The address it listens on: `host:port`.
    ///   - url: The address to show.
    ///   - now: The time.
    public mutating func advertise(http: String, url: String, at now: Moment) {
        append(.address(http: http, url: url), at: now)
    }

    /// The links that are up, in the order of their numbers.
    public var linkReports: [LinkReport] {
        links.indices.filter { links[$0].phase == .open && links[$0].isConfirmed }.map { number in
            let link = links[number]
            return LinkReport(
                link: number,
                peer: origins[member: link.peer].name,
                transport: link.transport,
                roundTrip: link.roundTrip,
                clockSkew: link.roundTrip == nil ? nil : origins[member: link.peer].clockSkew.offset
            )
        }
    }

    /// Who is at the other end of a link; `nil` before it was heard.
    public func peer(of number: Int) -> String? {
        links[number].isConfirmed ? origins[member: links[number].peer].name : nil
    }

    /// The nodes that can be reached, this one included, sorted by name.
    public var nodeReports: [NodeReport] {
        reachableRuns.map { run in
            NodeReport(
                name: origins[member: origins[run].node].name,
                epoch: origins[run].epoch,
                http: origins[run].state.http,
                url: origins[run].state.url,
                links: origins[run].state.links
            )
        }
    }

    /// The users of the nodes that can be reached, by node and then in the order in which they came.
    public var userReports: [UserReport] {
        reachableRuns.flatMap { run in
            origins[run].state.users.map { user in
                UserReport(
                    username: user.name,
                    node: origins[member: origins[run].node].name,
                    channel: user.channel.name
                )
            }
        }
    }

    private var reachableRuns: [Int] {
        origins.members.filter(\.isReachable).sorted { $0.name < $1.name }.compactMap(\.currentRun)
    }
}
