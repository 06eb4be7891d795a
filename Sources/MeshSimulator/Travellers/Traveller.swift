import Gossip

/// A client of the chat that may lose its node at any time, and wants to miss nothing.
///
/// It remembers what the contract tells clients to remember: a position, which it keeps by replacing an origin's entry
/// with the ID of each message that arrives; what it said that fewer than two nodes hold, with its keys; and a session.
struct Traveller: Sendable {
    /// What it asks for when it comes for the first time.
    enum FirstRequest: Sendable {
        /// The newest messages, so many.
        case history(Int)

        /// Everything.
        case everything
    }

    /// Something that it said.
    struct Letter: Sendable {
        /// Its number in the ledger.
        var number: Int

        /// How long its frame is.
        var size: Int
    }

    /// Its name in the chat, which nobody else has.
    let username: String

    /// Its secret.
    let session: UInt128

    /// What it asks for at first.
    var firstRequest: FirstRequest

    /// How many nodes must hold what it said before it stops to say it again.
    let patience: Int

    /// How much it reads at a time, in bytes.
    let window: Int

    /// The time to its node, in nanoseconds.
    var delay: Int64

    /// Its luck.
    var dice: Dice

    /// The last message that it has seen of each run; `nil` before it came for the first time.
    var position: [MessageID]?

    /// What it said and will say again.
    var outbox: [Letter] = []

    /// The host that it is attached to, or tries.
    var target = 0

    /// Counts its connections; an event of an earlier one is void.
    var serial: Int32 = 0

    /// Since when it has been waiting for its node to catch up with it, if it has.
    var waitsSince: Int64?

    /// Whether its connection stands, as far as it knows.
    var isAttached = false

    /// What is on its way to its node, and what is on its way back.
    var sent = TravelLine<TravellerRequest>()
    var received = TravelLine<HostAnswer>()

    /// What became of it, in its whole life.
    var diary = Diary()

    /// Forgets everything, as a page does that is loaded again.
    mutating func startAnew() {
        position = nil
        outbox = []
        diary = Diary()
    }

    /// Goes behind what is lost, where it is not further already.
    mutating func pass(_ id: MessageID) {
        let seen = position?.first { $0.node == id.node && $0.epoch == id.epoch }?.sequence ?? 0
        if seen < id.sequence { advance(to: id) }
    }

    /// Replaces the entry of a message's run.
    mutating func advance(to id: MessageID) {
        guard position != nil else { return }
        if let index = position?.firstIndex(where: { $0.node == id.node && $0.epoch == id.epoch }) {
            position?[index] = id
        } else {
            position?.append(id)
        }
    }
}

/// What a traveller sends.
enum TravellerRequest: Sendable {
    /// It comes with a position, `nil` for the first time.
    case come(after: [MessageID]?)

    /// It says something, perhaps again.
    case say(Traveller.Letter)
}

/// What a node sends to a traveller.
enum HostAnswer: Sendable {
    /// It is taken in, and stands here once it is told of what is lost; `before` and `owed` are the judge's notes, where it
    /// stood before that, and what its first request is to bring.
    case attached(position: [MessageID], before: [MessageID], owed: [Int])

    /// So many messages are no longer held; up to these entries of their runs that need not be told again.
    case gap(UInt64, upTo: [MessageID])

    /// A message; `unheld` are other copies of it that the node does not hold.
    case message(Int, unheld: [Int])

    /// Its letter is held by so many nodes.
    case acknowledged(letter: Int, copies: Int)

    /// The connection is closed, or lost.
    case closed
}

/// One direction of a connection: what is on its way arrives in its order.
struct TravelLine<Item: Sendable>: Sendable {
    private var parcels: [(due: Int64, item: Item)] = []

    /// Puts something on its way.
    ///
    /// - Returns: Whether an event must be scheduled for it: nothing else arrives at that time.
    mutating func send(_ item: Item, due: Int64) -> Bool {
        let isNew = parcels.last?.due != due
        parcels.append((due, item))
        return isNew
    }

    /// Takes what has arrived.
    mutating func receive(at now: Int64) -> [Item] {
        let count = parcels.prefix { $0.due <= now }.count
        defer { parcels.removeFirst(count) }
        return parcels.prefix(count).map(\.item)
    }

    /// Loses everything that is on its way.
    mutating func cut() {
        parcels.removeAll()
    }
}
