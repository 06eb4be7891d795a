/// One watched socket that is ready.
///
/// Readiness is a level: it is reported again each turn, until the bytes are read or the interest is changed.
public struct ReadyEvent: Equatable, Sendable {
    /// The token under which the socket is watched.
    ///
    /// The kernel reports descriptors, not owners: a number may be closed and used again within one batch of events.
    /// So a token carries a slot and that slot's generation, and an event of an older generation is dropped.
    public var token: UInt64

    /// Whether there is something to receive or accept, an end or an error included.
    public var isReadable: Bool

    /// Whether there is room to send, or a connection attempt was decided.
    public var isWritable: Bool

    /// Whether the socket failed or both directions are closed; reported whatever the interest.
    public var isHungUp: Bool

    /// Describes readiness, as a test may want to.
    public init(token: UInt64, isReadable: Bool = false, isWritable: Bool = false, isHungUp: Bool = false) {
        self.token = token
        self.isReadable = isReadable
        self.isWritable = isWritable
        self.isHungUp = isHungUp
    }
}
