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

extension Presence {
    /// Is another number as soon as ``nodeReports`` says anything else of nodes but of their links.
    var nodeChangeCount: Int { changedNodes }

    /// How many holds on names were compared with one, since this process began.
    var comparedCount: Int { rooms.comparedCount }

    /// The nodes that can be reached, this one included, sorted by name.
    var nodeReports: [NodeReport] {
        reachableRuns.map { run in
            NodeReport(
                name: members[runs[run].member].name,
                epoch: runs[run].epoch,
                http: runs[run].state.http,
                url: runs[run].state.url,
                links: runs[run].state.links
            )
        }
    }

    /// The users of the nodes that can be reached, by node and then in the order in which they came.
    var userReports: [UserReport] {
        reachableRuns.flatMap { run in
            runs[run].state.users.map { user in
                UserReport(
                    username: user.name,
                    node: members[runs[run].member].name,
                    channel: user.channel.name
                )
            }
        }
    }

    private var reachableRuns: [Int] {
        members.filter(\.isReachable).sorted { $0.name < $1.name }.compactMap(\.currentRun)
    }
}
