import Gossip

/// A traveller's place in the chat of a node, as the node knows it: it may be a ghost, whose client is elsewhere.
struct HostedSeat {
    /// Whose it is, and by which connection.
    let traveller: Int
    let serial: Int32

    /// The process.
    let process: Int

    /// The hold on the name.
    let claim: Claim

    /// What it reads by itself; `nil` while it is live.
    var reading: Reading?

    /// Whether its client still reads what it was sent, or its node is to look on for it in another turn.
    var isResting = false

    /// How many messages of history it is to get, if it came for that: the judge's own list, in their order.
    var history: [Int] = []

    /// Letters whose sender waits for a second copy, and how they are called.
    var awaited: [(letter: Int, id: MessageID)] = []
}
