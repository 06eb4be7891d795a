import Gossip

extension Scenario {
    /// How many seeds in a million have nodes with little room.
    static let tightShare = 80_000

    /// How many of those do whose channels keep few messages: there, large ones make room and make way at once.
    static let crowdedShare = 500_000

    /// How much room that is, in bytes: from a tenth of what people post up to half of it.
    static let tightBytes: ClosedRange<Int64> = 8_000...40_000

    /// How long a message is at most where nodes have little room, in bytes: no node's room is for less than eight.
    static let tightMessage = 700

    /// Gives nodes little room for messages, so that not everything that was posted while they were apart can come when
    /// they meet again, and clients must be told of what is lost.
    mutating func tightenRetention(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 700)
        let isCrowded = settings.retention.messages < Retention().messages
        guard dice.chance(perMillion: isCrowded ? Self.crowdedShare : Self.tightShare) else { return }
        settings.retention.bytes = Int(dice.pick(Self.tightBytes))
        for index in actions.indices {
            guard case .post(let client, let size) = actions[index].kind else { continue }
            actions[index].kind = .post(client: client, size: min(size, Self.tightMessage))
        }
    }
}
