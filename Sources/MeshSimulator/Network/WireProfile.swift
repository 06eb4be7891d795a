/// What a path between two nodes is like.
public struct WireProfile: Sendable, Equatable {
    /// How long what is sent takes, one way.
    public var delay = DelayLaw.uniform(200_000...2_000_000)

    /// How many of a million parcels get lost.
    ///
    /// A stream sends them again after ``retransmission``, and what is behind them waits.
    public var lossPerMillion = 0

    /// How long a stream waits before it sends again what was lost, in nanoseconds: the least that Linux waits.
    public var retransmission: Int64 = 200_000_000

    /// How much goes through, in bytes per second.
    public var bytesPerSecond = 125_000_000

    /// How much a sender may have on the way that was not acknowledged: its socket's buffer, in bytes.
    public var bufferBytes = 256 << 10

    /// How many bytes of datagrams wait where the path is narrow; what comes while it is full is lost.
    public var queueBytes = 256 << 10

    /// How many of a million datagrams arrive twice.
    public var duplicatesPerMillion = 0

    /// Starts with a fast local network.
    public init() {}
}
