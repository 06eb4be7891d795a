/// A promise that a simulated mesh broke.
public enum Violation: Sendable, Equatable {
    /// Two messages have one ID.
    case numberUsedTwice(id: String)

    /// A message's time does not lie after the one before it in its run, or after what its node had seen.
    case timeStoodStill(id: String)

    /// A message's time is further ahead of its node's clock than nodes follow others, by so much.
    case ahead(id: String, microseconds: Int64)

    /// A message does not stand behind what its node had stored.
    case stoodBefore(id: String)

    /// A reader got a message again.
    case repeated(id: String, reader: String)

    /// A reader got a message of a run after a later one.
    case outOfOrder(id: String, reader: String)

    /// A reader got something that nobody posted there.
    case forged(reader: String)

    /// Some node holds a message that a reader should have and does not, and so on for so many.
    case missing(id: String, count: Int, reader: String)

    /// Messages count as lost though nothing let them go.
    case countedAsLost(count: Int, reader: String)

    /// A reader went past so many messages, to another, that it did not get and was not told of as lost.
    case untold(count: Int, before: String?, reader: String)

    /// A node holds another number of messages than its retention says.
    case heldWrongly(count: Int, expected: Int, reader: String)

    /// Two nodes hold different messages of one channel.
    case transcriptsDiffer(first: String, second: String)

    /// A node shows other users than there are.
    case usersDiffer(node: String, shown: [String], expected: [String])

    /// Two users hold one name.
    case nameHeldTwice(name: String)

    /// A node sees other runs of nodes than can be reached.
    case nodesDiffer(node: String, shown: [String], expected: [String])

    /// A client with a session was refused, or lost its name to somebody else.
    case refused(name: String)

    /// A client was told that so many nodes hold its message, and they do not.
    case acknowledgedFalsely(id: String, copies: Int)

    /// A client was never told that enough nodes hold what it said.
    case notAcknowledged(count: Int, reader: String)

    /// A client found no node that takes it.
    case notAttached(reader: String)

    /// A client got another message of the history than was due.
    case historyDiffers(id: String, expected: String)

    /// A link between two honest nodes ended of something that no honest node says.
    case linkBroken(first: String, second: String, reason: String)

    /// A node wants to be woken all the time.
    case spins(node: String, timers: Int)

    /// Something grew beyond its bound.
    case outgrown(what: String, node: String, size: Int, limit: Int)

    /// More entries came that were here already than trees account for.
    case redundant(copies: Int, limit: Int)

    /// A position names so many runs of a node, most of which later ones tell of.
    case tooManyRuns(node: String, count: Int, limit: Int, reader: String)

    /// A message took so long to the last node, and the shortest way takes less.
    case detour(id: String, microseconds: Int64, shortest: Int64)
}

extension Violation: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .numberUsedTwice(let id): "\(id) was given to two messages"
        case .timeStoodStill(let id): "\(id) has a time that does not lie after what its node had seen"
        case .ahead(let id, let microseconds): "\(id) has a time that is \(microseconds) µs too far ahead"
        case .stoodBefore(let id): "\(id) does not stand behind what its node had stored"
        case .repeated(let id, let reader): "\(reader) got \(id) twice"
        case .outOfOrder(let id, let reader): "\(reader) got \(id) out of order"
        case .forged(let reader): "\(reader) got what nobody posted"
        case .missing(let id, let count, let reader): "\(reader) lacks \(count) messages, such as \(id)"
        case .countedAsLost(let count, let reader): "\(reader) counts \(count) messages as lost that it can have"
        case .untold(let count, let next, let reader):
            "\(reader) was not told that \(count) messages are lost" + (next.map { " before \($0)" } ?? "")
        case .heldWrongly(let count, let expected, let reader): "\(reader) holds \(count) messages, not \(expected)"
        case .transcriptsDiffer(let first, let second): "\(first) and \(second) hold different messages"
        case .usersDiffer(let node, let shown, let expected): "\(node) shows the users \(shown), not \(expected)"
        case .nameHeldTwice(let name): "two users hold the name \(name)"
        case .nodesDiffer(let node, let shown, let expected): "\(node) sees the nodes \(shown), not \(expected)"
        case .refused(let name): "\(name) was refused although its session is its own"
        case .acknowledgedFalsely(let id, let copies): "\(id) was acknowledged as held by \(copies), and is not"
        case .notAcknowledged(let count, let reader): "\(reader) waits for the acknowledgement of \(count) messages"
        case .notAttached(let reader): "\(reader) found no node"
        case .historyDiffers(let id, let expected): "the history had \(id) where \(expected) was due"
        case .linkBroken(let first, let second, let reason): "the link of \(first) and \(second) ended: \(reason)"
        case .spins(let node, let timers): "\(node) had \(timers) timers in a second"
        case .outgrown(let what, let node, let size, let limit): "\(node) has \(size) \(what), and may have \(limit)"
        case .tooManyRuns(let node, let count, let limit, let reader):
            "a position on \(reader) names \(count) runs of \(node), and needs at most \(limit)"
        case .detour(let id, let microseconds, let shortest):
            "\(id) took \(microseconds) µs to the last node, and the shortest way takes \(shortest) µs"
        case .redundant(let copies, let limit): "\(copies) entries came that were here already, above \(limit)"
        }
    }
}
