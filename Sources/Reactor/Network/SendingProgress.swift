/// How much of what was sent on a stream has arrived.
public struct SendingProgress: Equatable, Sendable {
    /// How many bytes the other machine has acknowledged.
    public var acknowledged: UInt64

    /// Whether more was sent than that.
    public var isWaiting: Bool

    /// Says how much.
    public init(acknowledged: UInt64, isWaiting: Bool) {
        self.acknowledged = acknowledged
        self.isWaiting = isWaiting
    }
}
