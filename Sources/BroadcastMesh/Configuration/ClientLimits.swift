public import Reactor

/// What a node takes from its clients: `limits` in `mesh.json`.
public struct ClientLimits: Equatable, Sendable {
    /// The largest message that a client may post, in bytes, as it sends it.
    public var messageBytes = 1 << 20

    /// How many clients may be connected at once.
    public var clients = 20_000

    /// The largest head of a request, in bytes.
    public var requestHeadBytes = 16 << 10

    /// How many messages a client may post in a second, in bursts of twice that; `nil` sets no limit.
    public var messagesPerSecond: Int?

    /// The proxies that are believed when they say, in `X-Forwarded-For`, whom a post comes from.
    public var trustedProxies: [SocketAddress] = []

    /// Starts with the defaults.
    public init() {}
}
