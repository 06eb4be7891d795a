import Bytes
import Gossip
import HTTP

/// A client that was quicker than what it has seen, and is let wait for that.
///
/// Until it is taken in, nothing that it says is read either: what it says again may have been taken elsewhere.
struct Arrival {
    /// Who waits.
    let client: ClientReference

    /// What a client is let in for.
    enum Entry {
        /// A chat.
        case chat(ChatEntry)

        /// A relay channel.
        case relay(RelayEntry)

        /// What the client reads before it is live, if it asked for anything.
        var request: ReplayRequest? {
            switch self {
            case .chat(let entry): entry.request
            case .relay(let entry): entry.request
            }
        }
    }

    /// What it asked for, and what that says.
    let request: Request
    let entry: Entry

    /// What it has seen, and which place of it is on its way here.
    let position: Position
    var place: Int

    /// When it is taken in whatever is missing, in monotonic nanoseconds.
    let deadline: Int64

    /// What it takes to keep what a client has seen, in bytes.
    static func bytes(of position: Position) -> Int { position.entries.reduce(0) { $0 + $1.memory } }

    /// Whether it came so long ago that its client is elsewhere by now: after a pause of this process, the upgrade would
    /// take its name away.
    func isAbandoned(at now: Int64) -> Bool { now - deadline >= GossipNode.catchUpPatience }
}

/// The clients that wait, and when to look whether they may go on.
struct Arrivals {
    /// How many are looked at together in a turn of the usual length: those of a node that ended come all at once.
    static let looksAtOnce = 1024

    private var waiting = Queue<Arrival>()
    private var nextCheck: Int64 = 0

    /// How many are still to be looked at, of those who waited when it was time to.
    private var unseen = 0

    /// Those that wait no more, and are taken in as soon as a turn has room for them.
    private var due: ArraySlice<Arrival> = []

    /// Whether there are such clients.
    var hasDue: Bool { !due.isEmpty }

    /// When to look, in monotonic nanoseconds; `nil` when nobody waits.
    var deadline: Int64? { waiting.isEmpty ? nil : nextCheck }

    /// Lets one wait.
    mutating func append(_ arrival: Arrival, at now: Int64) {
        if waiting.isEmpty { nextCheck = now + GossipNode.catchUpInterval }
        waiting.append(arrival)
    }

    /// Takes out the next one that is to be taken in now; see ``takeDue(with:isServing:at:_:)``.
    mutating func popDue(
        with gossip: borrowing GossipNode,
        isServing: Bool,
        at now: Int64,
        _ budget: inout TurnBudget
    ) -> Arrival? {
        if due.isEmpty { due = takeDue(with: gossip, isServing: isServing, at: now, &budget)[...] }
        return due.popFirst()
    }

    /// Takes out those whom this node has caught up with, those that have waited long enough, and all when it does not
    /// serve any more; where many wait, those of the next ``looksAtOnce``.
    ///
    /// - Parameters:
    ///   - gossip: What the node knows.
    ///   - isServing: Whether it serves.
    ///   - now: Monotonic nanoseconds.
    ///   - budget: Pays for each that is looked at.
    /// - Returns: They, in the order in which they came.
    mutating func takeDue(
        with gossip: borrowing GossipNode,
        isServing: Bool,
        at now: Int64,
        _ budget: inout TurnBudget
    ) -> [Arrival] {
        guard !waiting.isEmpty, nextCheck <= now || !isServing else { return [] }
        if unseen == 0 { unseen = waiting.count }
        let looks = min(unseen, budget.part(Self.looksAtOnce))
        budget.spend(messages: looks)
        var due: [Arrival] = []
        for _ in 0..<looks {
            guard var arrival = waiting.popFirst() else { break }
            unseen -= 1
            let place = gossip.awaitedEntry(of: arrival.position, from: arrival.place)
            if isServing, arrival.deadline > now, let place {
                arrival.place = place
                // Behind all others, who are looked at first.
                waiting.append(arrival)
            } else {
                due.append(arrival)
            }
        }
        if unseen == 0 { nextCheck = now + GossipNode.catchUpInterval }
        return due
    }
}
