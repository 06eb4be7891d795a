import Bytes
import Gossip

/// A break of a promise that a test asks for: checkers that never object prove nothing.
enum Sabotage: Sendable, CaseIterable {
    /// Clients get what was there before they came.
    case replay

    /// Clients get every message a second time.
    case `repeat`

    /// Clients miss a message now and then.
    case skip

    /// Clients get new messages in the opposite order.
    case reverse

    /// Nodes never let go of a message.
    case hoard

    /// Links carry every entry twice.
    case flood

    /// Clients that want to do harm know the secrets of others.
    case tellSecrets

    /// Links change what such clients say in rooms of their own.
    case garble

    /// Messages have times that are minutes ahead, or the lowest rank.
    case postdate
    case forgetRanks

    /// What everybody says in the end seems to be everywhere a second later.
    case dawdle

    /// Positions name five runs of a node where they name one.
    case nameManyRuns

    /// Nodes want to be woken all the time.
    case spin

    /// A message seems to have the number of the one before it, or a time of an hour ago.
    case reuseNumber
    case stopTime

    /// Links carry entries as frames of a type that nobody knows.
    case breakLink

    /// Links carry no question for a whole clock.
    case neverCompare

    /// Nodes seem to hold one message more than they do, and to show one user or one node less.
    case miscount
    case hideUser
    case hideNode
}

extension Sabotage {
    /// The promise that seems to be broken by it.
    var shows: Violation.Kind {
        switch self {
        case .replay: .forged
        case .repeat: .repeated
        case .skip: .missing
        case .reverse: .outOfOrder
        case .hoard: .outgrown
        case .flood: .redundant
        case .tellSecrets: .nameHeldTwice
        case .garble: .transcriptsDiffer
        case .postdate: .ahead
        case .forgetRanks: .stoodBefore
        case .dawdle: .detour
        case .nameManyRuns: .tooManyRuns
        case .spin: .spins
        case .reuseNumber: .numberUsedTwice
        case .stopTime: .timeStoodStill
        case .breakLink: .linkBroken
        case .neverCompare: .missing
        case .miscount: .heldWrongly
        case .hideUser: .usersDiffer
        case .hideNode: .nodesDiffer
        }
    }
}

extension Sabotage {
    /// What a client makes of the messages that it should get.
    func spoil(_ messages: [Int]) -> [Int] {
        switch self {
        case .repeat: messages + messages
        case .skip: messages.filter { $0 % 16 != 0 }
        case .reverse: messages.reversed()
        default: messages
        }
    }
}
