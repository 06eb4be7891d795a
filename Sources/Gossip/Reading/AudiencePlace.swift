/// How far the live clients of a channel are: they were sent everything before it, and nothing behind it.
///
/// There is one for all of them. Whoever is elsewhere is no live client, but has a ``Reading`` of its own.
public struct AudiencePlace: Equatable, Sendable {
    /// The offset in the channel's frames.
    public private(set) var offset: Int

    /// How many of the channel's losses were told; see ``GossipNode/hasUntoldLosses(in:for:)``.
    public private(set) var lossCount: Int

    init(offset: Int, lossCount: Int) {
        self.offset = offset
        self.lossCount = lossCount
    }

    /// Takes notice that all were sent the frames up to `offset`.
    public mutating func advance(to offset: Int) {
        precondition(offset >= self.offset, "what was sent cannot be taken back")
        self.offset = offset
    }

    /// Takes notice that all who want to hear of losses have left, or were told of so many.
    mutating func passLosses(upTo count: Int) {
        lossCount = max(lossCount, count)
    }

    /// Whether a reader stands exactly here.
    public func admits(_ permit: LivePermit) -> Bool { permit.place == self }
}

/// Says that a reader has read exactly what the live clients of its channel were sent, and that nothing that comes
/// behind that was seen by its client before.
///
/// Only ``GossipNode/advance(_:in:upTo:limit:looks:)`` makes one.
public struct LivePermit: Equatable, Sendable {
    let place: AudiencePlace
}
