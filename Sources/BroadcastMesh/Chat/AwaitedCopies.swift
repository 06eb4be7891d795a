import Gossip

/// A message whose sender is still to hear that a second node holds it.
struct AwaitedCopy {
    /// Who sent it.
    var client: ClientReference

    /// How it was called by its sender, and by this node.
    var key: String
    var id: MessageID
}

/// The messages whose senders wait, and how many confirmations were looked at.
struct AwaitedCopies {
    /// How many messages wait for a second copy; beyond that the oldest are no longer waited for.
    ///
    /// A node without peers would gather them for ever.
    static let limit = 1 << 16

    /// The messages, oldest first.
    private(set) var copies: [AwaitedCopy] = []

    private var confirmationCount = 0

    /// Adds a message.
    mutating func append(_ copy: AwaitedCopy) {
        if copies.count >= Self.limit { copies.removeFirst(Self.limit / 2) }
        copies.append(copy)
    }

    /// Takes out the messages that another node holds by now.
    ///
    /// - Parameters:
    ///   - confirmations: How many confirmations came from neighbours; only another number than last time is looked at.
    ///   - isHeldElsewhere: Whether another node holds a message.
    /// - Returns: They, oldest first.
    mutating func takeConfirmed(
        _ confirmations: Int,
        isHeldElsewhere: (MessageID) -> Bool
    ) -> [AwaitedCopy] {
        guard !copies.isEmpty, confirmationCount != confirmations else { return [] }
        confirmationCount = confirmations
        var confirmed: [AwaitedCopy] = []
        copies.removeAll { copy in
            guard isHeldElsewhere(copy.id) else { return false }
            confirmed.append(copy)
            return true
        }
        return confirmed
    }
}
