import Gossip

/// That a message with a key is held, and under which ID.
struct Acknowledgement: Equatable {
    /// By what its sender knows it.
    var key: String

    /// How it is called everywhere.
    var id: MessageID
}

/// What one client is to be told of messages of which several came at once: one event in place of one for each.
struct GatheredAcknowledgements {
    /// How many messages one event tells of at most.
    static let limit = 256

    private var held: [Acknowledgement] = []
    private var heldTwice: [Acknowledgement] = []

    /// Whether there is as much as one event tells of.
    var isFull: Bool { held.count >= Self.limit }

    /// Adds a message.
    mutating func append(_ acknowledgement: Acknowledgement, isHeldTwice: Bool) {
        held.append(acknowledgement)
        if isHeldTwice { heldTwice.append(acknowledgement) }
    }

    /// Takes out what there is.
    mutating func take() -> [ChatEvent] {
        guard !held.isEmpty else { return [] }
        defer {
            held.removeAll(keepingCapacity: true)
            heldTwice.removeAll(keepingCapacity: true)
        }
        let first = ChatEvent.acknowledgements(held, copies: 1)
        return heldTwice.isEmpty ? [first] : [first, .acknowledgements(heldTwice, copies: 2)]
    }
}
