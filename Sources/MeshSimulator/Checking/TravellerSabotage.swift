import Gossip

/// A break of a promise to travellers that a test asks for: checkers that never object prove nothing.
enum TravellerSabotage: Sendable, CaseIterable {
    /// A traveller that comes back is given everything again.
    case forgetPosition

    /// Now and then a message is left out of what a traveller is sent.
    case skip

    /// What a traveller is sent at once comes in the opposite order.
    case reverse

    /// A traveller that asks for history gets one message less.
    case shortenHistory

    /// A traveller that comes back is told of one loss too many.
    case inventLoss

    /// A traveller that comes back is told of one loss too few.
    case forgetLoss

    /// Nobody is told while it is there that messages turned out to be lost.
    case hideLosses

    /// A loss is said to end behind messages that are still to come.
    case stretchLosses

    /// Whoever is told of one copy is told of two.
    case countTwice

    /// Nobody is told of a second copy.
    case keepQuiet

    /// What is said again is a new message.
    case ignoreKeys

    /// The first connection keeps the name.
    case ignoreSessions

    /// A node that starts again finds its disk empty.
    case wipeDisks

    /// No node takes a traveller in.
    case lockOut
}

extension TravellerSabotage {
    /// The promise that seems to be broken by it.
    var shows: Violation.Kind {
        switch self {
        // Who finds its disk empty gets from its peers what it had.
        case .forgetPosition, .ignoreKeys, .wipeDisks: .repeated
        case .skip: .missing
        case .reverse: .outOfOrder
        case .shortenHistory: .historyDiffers
        case .inventLoss: .countedAsLost
        case .forgetLoss, .hideLosses, .stretchLosses: .untold
        case .countTwice: .acknowledgedFalsely
        case .keepQuiet: .notAcknowledged
        case .ignoreSessions: .refused
        case .lockOut: .notAttached
        }
    }
}

extension TravellerSabotage {
    /// What is left of messages that a traveller is to get.
    func spoil(_ messages: [Int]) -> [Int] {
        switch self {
        case .skip: messages.filter { $0 % 16 != 0 }
        case .reverse: messages.reversed()
        case .forgetPosition, .shortenHistory, .inventLoss, .forgetLoss, .hideLosses, .countTwice, .keepQuiet,
            .ignoreKeys, .ignoreSessions, .wipeDisks, .lockOut, .stretchLosses:
            messages
        }
    }

    /// Up to where a traveller that is told of a loss goes.
    func spoil(_ end: MessageID?) -> MessageID? {
        guard self == .stretchLosses, let end else { return end }
        return MessageID(node: end.node, epoch: end.epoch, sequence: end.sequence + 1000)
    }

    /// How many messages a traveller is told that it cannot have.
    ///
    /// - Parameters:
    ///   - lost: How many there are.
    ///   - isBack: Whether it was there before.
    /// - Returns: How many it is told.
    func spoil(lost: UInt64, isBack: Bool) -> UInt64 {
        switch self {
        case .inventLoss where isBack: lost + 1
        case .forgetLoss where isBack && lost > 0: lost - 1
        case .forgetPosition, .skip, .reverse, .shortenHistory, .inventLoss, .forgetLoss, .hideLosses, .countTwice,
            .keepQuiet, .ignoreKeys, .ignoreSessions, .wipeDisks, .lockOut, .stretchLosses:
            lost
        }
    }
}
