/// What a channel counts, for people; see ``Channel``.
public struct ChannelFigures: Equatable, Sendable {
    /// Chat or relay.
    public var kind: ChannelKind

    /// How many messages are held.
    public var messageCount: Int

    /// How many bytes their frames have.
    public var byteCount: Int

    /// A hash of the held messages.
    public var transcript: UInt64

    /// How many messages are known to have existed that could no longer be had.
    public var lostCount: UInt64
}
