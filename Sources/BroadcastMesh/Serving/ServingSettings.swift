import HTTP

/// The limits of clients, as the configuration says.
struct ServingSettings {
    /// How long a message is at most, in bytes.
    let messageBytes: Int

    /// How long a request is at most.
    let http: HTTPLimits

    /// How many messages a channel keeps.
    let retentionMessages: Int

    /// How many bytes all clients together may have begun to send and not finished.
    let unfinishedLimit: Int

    /// How fast a client may post; `nil` for no limit.
    let rate: RateLimiter?

    /// Reads them.
    init(_ configuration: MeshConfiguration) {
        messageBytes = configuration.limits.messageBytes
        http = HTTPLimits(
            headBytes: configuration.limits.requestHeadBytes,
            bodyBytes: configuration.limits.messageBytes
        )
        retentionMessages = configuration.retention.messages
        unfinishedLimit = configuration.retention.bytes / 2
        rate = configuration.limits.messagesPerSecond.map { RateLimiter(messagesPerSecond: $0) }
    }
}
