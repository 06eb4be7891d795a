/// What a node's state entries add up to: the fold of its log.
struct RunState: Equatable, Sendable {
    /// A user who is attached to the node.
    struct User: Equatable, Sendable {
        /// The number of the entry that brought the user in.
        var sequence: UInt64
        var channel: ChannelKey
        var name: String

        /// When the name was claimed, in microseconds since 1970; a take-over keeps the first claim's time.
        var claimTime: Int64

        /// A hash of the client's secret; 0 for none.
        var session: UInt128

        /// When this very connection came, in microseconds since 1970; later than any with its session that its node
        /// knew of.
        var joinTime: Int64
    }

    /// Where browsers reach the node: `host:port`.
    var http = ""

    /// The address to show to browsers.
    var url = ""

    /// The neighbours to which the node has an open link, sorted.
    var links: [String] = []

    /// The users attached to the node.
    var people = RunUsers()

    /// Which run was there before, once the node said so.
    var previous: RunLink?

    /// The users attached to the node, in the order of their sequences: an array that is made for who asks.
    var users: [User] { Array(people.all) }
}

/// A change of a node's state, as an entry of its log.
enum StateChange: Equatable, Sendable {
    /// A user came; the entry's number is the user's.
    case join(channel: ChannelKey, name: String, claimTime: Int64, session: UInt128, joinTime: Int64)

    /// The user whom entry number `sequence` brought has gone.
    case leave(sequence: UInt64)

    /// These are the node's open links from now on.
    case links([String])

    /// This is where browsers reach the node.
    case address(http: String, url: String)

    /// The node had an earlier run of its own up to an entry; see ``RunLink``.
    case previous(epoch: UInt64, upTo: UInt64)

    /// A user who is there already comes anew: the entry's number is the user's from then on.
    static func joining(_ user: RunState.User, session: UInt128) -> Self {
        .join(
            channel: user.channel,
            name: user.name,
            claimTime: user.claimTime,
            session: session,
            joinTime: user.joinTime
        )
    }
}
