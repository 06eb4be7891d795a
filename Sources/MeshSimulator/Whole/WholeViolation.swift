/// A promise that a mesh of whole nodes broke, as its clients, its disks or its status show it.
public enum WholeViolation: Sendable, Equatable {
    /// A client got a message again.
    case repeated(message: String, reader: String)

    /// A client got a message of an origin after a later one.
    case outOfOrder(id: String, reader: String)

    /// A message came with an earlier time than one that its sender had heard before.
    case answeredBefore(message: String, reader: String)

    /// A message has a time that is so many seconds further ahead of its node's clock than nodes follow others.
    case ahead(message: String, node: String, seconds: Int64)

    /// A node does not tell how far a neighbour's clock is from its own.
    case skewNotTold(node: String, peer: String, shown: String, expected: String)

    /// A client got something that nobody said.
    case forged(message: String, reader: String)

    /// A message was accepted, and a client that was there never got it; so many in all.
    case missing(message: String, count: Int, reader: String)

    /// A client was told that messages are lost, and none was let go.
    case countedAsLost(count: Int, reader: String)

    /// A client that is behind a loss, which ends at an entry, was told of it again.
    case toldAgain(end: String, reader: String)

    /// A client is not in its channel, long after everything was well again.
    case notAttached(reader: String)

    /// A client that asked for what was said before was told something before it was told where it is attached.
    case early(reader: String)

    /// A client was refused that had a right to its name.
    case refused(reader: String, reason: String)

    /// A client was last shown another list of users than there is.
    case usersDiffer(reader: String, shown: [String], expected: [String])

    /// A client was attached, and never shown a list of users.
    case noList(reader: String)

    /// A client was told too often, too early, or of nothing that it sent, that something is held.
    case answeredWrongly(key: String, reader: String)

    /// What a client sent with a key was not said to be held twice.
    case unanswered(key: String, reader: String)

    /// What a client has to post was taken by no node, long after everything was well again.
    case notPosted(message: String, reader: String)

    /// What was sent again was called by another ID than it has in the history.
    case namedWrongly(key: String, id: String, expected: String)

    /// A client got back what it said, and did not want that.
    case echoed(message: String, reader: String)

    /// A client was let go that reads, on a node that runs.
    case cut(reader: String, node: String)

    /// A client posted under keys that are guarded by the sessions of others, and was not refused so many times.
    case notRefused(reader: String, count: Int)

    /// A client that never reads was not let go, long after what it should read was gone.
    case notCut(reader: String)

    /// What a stranger did had another consequence than it must have.
    case strangely(what: String, node: String, shown: String)

    /// A node says that messages of a channel are lost, and none was let go.
    case countsLost(node: String, channel: String, count: Int)

    /// A node has another transcript of a channel than the first, or than what clients read of it.
    case transcriptsDiffer(node: String, shown: String, expected: String)

    /// A node holds fewer messages than were accepted, or more than were said.
    case heldWrongly(node: String, held: Int, accepted: Int, said: Int)

    /// A node answers no request for its status, or with something else.
    case noStatus(node: String)

    /// A node sees other nodes than there are, or a link that is not up.
    case apart(node: String, shown: String)

    /// A node says that it has other clients than it has, on a channel or, without one, in all: at least so many.
    case miscounts(node: String, channel: String?, shown: Int, expected: Int)

    /// A node did not start on the disk that it left.
    case didNotStart(node: String, reason: String)

    /// A node that is run again from what it recorded does something else.
    case replayedOtherwise(node: String, shown: String)

    /// A node does not count as lost what is too long for it.
    case doesNotCount(node: String, channel: String, held: Int, lost: Int, said: Int)

    /// A node says that a run has begun that cannot have.
    case cannotHaveBegun(node: String, run: String)

    /// A node takes in so many frames of those who send much in one turn.
    case overworks(node: String, frames: Int)

    /// A node takes turn after turn, and has nothing to do.
    case spins(node: String, turns: Int)
}

extension WholeViolation: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .repeated(let message, let reader): "\(reader) got \"\(message)\" again"
        case .outOfOrder(let id, let reader): "\(reader) got \(id) after a later message of its origin"
        case .answeredBefore(let message, let reader):
            "\(reader) got \"\(message)\" with an earlier time than what it answers"
        case .ahead(let message, let node, let seconds): "\"\(message)\" of \(node) is \(seconds) s too far ahead"
        case .skewNotTold(let node, let peer, let shown, let expected):
            "\(node) says that the clock of \(peer) is \(shown) ahead instead of \(expected)"
        case .forged(let message, let reader): "\(reader) got \"\(message)\", which nobody said"
        case .missing(let message, let count, let reader):
            "\(reader) never got \"\(message)\"" + (count > 1 ? " and \(count - 1) others" : "")
        case .countedAsLost(let count, let reader): "\(reader) was told that \(count) messages are lost"
        case .toldAgain(let end, let reader): "\(reader) was told again of what is lost up to \(end)"
        case .notAttached(let reader): "\(reader) is not attached"
        case .early(let reader): "\(reader) was told something before it was told where it is attached"
        case .refused(let reader, let reason): "\(reader) was refused: \(reason)"
        case .usersDiffer(let reader, let shown, let expected): "\(reader) was shown \(shown) instead of \(expected)"
        case .noList(let reader): "\(reader) was attached, and never shown a list of users"
        case .answeredWrongly(let key, let reader): "\(reader) was given an answer for \(key) that it had not to get"
        case .unanswered(let key, let reader): "\(reader) was never told that \(key) is held twice"
        case .notPosted(let message, let reader): "\(reader) still has to post \(message)"
        case .namedWrongly(let key, let id, let expected): "\(key) was called \(id), and is \(expected) in the history"
        case .echoed(let message, let reader): "\(reader) got its own \(message) back"
        case .cut(let reader, let node): "\(node) let \(reader) go, which reads"
        case .notRefused(let reader, let count): "\(reader) posts under keys of others, and \(count) were not refused"
        case .notCut(let reader): "\(reader) was not let go, and never reads"
        case .strangely(let what, let node, let shown): "\(node) gave \(shown) to \(what)"
        case .countsLost(let node, let channel, let count): "\(node) counts \(count) messages of \(channel) as lost"
        case .transcriptsDiffer(let node, let shown, let expected):
            "\(node) has the transcript \(shown) instead of \(expected)"
        case .heldWrongly(let node, let held, let accepted, let said):
            "\(node) holds \(held) messages; \(accepted) were accepted, \(said) said"
        case .noStatus(let node): "\(node) does not tell its status"
        case .apart(let node, let shown): "\(node) sees \(shown)"
        case .miscounts(let node, let channel, let shown, let expected):
            "\(node) counts \(shown) clients \(channel.map { "of \($0)" } ?? "in all") instead of \(expected)"
        case .didNotStart(let node, let reason): "\(node) did not start: \(reason)"
        case .replayedOtherwise(let node, let shown): "\(node) is another one when it is replayed: \(shown)"
        case .doesNotCount(let node, let channel, let held, let lost, let said):
            "\(node) holds \(held) messages of \(channel) and has lost \(lost) of \(said)"
        case .cannotHaveBegun(let node, let run): "\(node) shows \(run), which cannot have begun"
        case .overworks(let node, let frames): "\(node) took in \(frames) frames in one turn"
        case .spins(let node, let turns): "\(node) took \(turns) turns in a second"
        }
    }
}
