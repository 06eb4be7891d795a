import Gossip
import Reactor

/// What a node needs to speak to its peers.
struct LinkTable {
    /// How many connections may wait for their greeting at once: more are closed, whoever they are.
    static let strangerLimit = 64

    /// How much is produced for a link at a time, in bytes.
    static let outputBytes = 64 << 10

    /// What a turn may spend on sending links more than a portion each, in nanoseconds.
    static let flushBudget = 3_000_000

    /// How long a connection may take to stand, in nanoseconds.
    static let connectPatience: Int64 = 2_000_000_000

    /// What accepts peers, while the node runs.
    var listeners: ListenerGroup?

    /// What finds the addresses of peers that have names.
    var resolver = Resolver.shared

    /// What UDP links go through, while the node runs.
    var datagrams: DatagramPort?

    /// The connections, by slot.
    var lines = SlotTable<Line>()

    /// Counts the connections there ever were.
    var lineCount: UInt32 = 0

    /// Whether links have more to send than fitted in the last turn.
    var hasMore = false

    /// The peers that this node dials.
    var dials: [Dial] = []

    /// The slot of the connection that carries a link, by the link's number.
    var slots: [Int: Int] = [:]

    /// How often each peer came and went lately.
    var news = LinkNews()

    /// Which addresses sent garbage lately.
    var complaints = OncePerMinute<String>()
}
