import ChannelProtocol
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

    /// How many bytes the positions of all clients together may name that are not here.
    let unsettledLimit: Int

    /// How many bytes may be kept for clients that have taken a part of a frame, beside what channels hold.
    let keptLimit: Int

    /// How much all renditions together keep, about, in bytes.
    let renditionBytes: Int

    /// How fast a client may post; `nil` for no limit.
    let rate: RateLimiter?

    /// How long a client's frame is at most, in bytes: of one that speaks the channel protocol with the line before the bytes.
    func frameBytes(of seat: Seat?) -> Int {
        seat?.outlet.speech == .events ? messageBytes + EventLine.limit : messageBytes
    }

    /// Reads them.
    init(_ configuration: MeshConfiguration) {
        messageBytes = configuration.limits.messageBytes
        http = HTTPLimits(
            headBytes: configuration.limits.requestHeadBytes,
            bodyBytes: configuration.limits.messageBytes
        )
        retentionMessages = configuration.retention.messages
        unfinishedLimit = configuration.retention.bytes / 2
        unsettledLimit = max(UnsettledReaders.leastLimit, configuration.retention.bytes / 2)
        keptLimit = configuration.retention.bytes / 2
        renditionBytes = configuration.retention.bytes / Serving.renditionShare
        rate = configuration.limits.messagesPerSecond.map { RateLimiter(messagesPerSecond: $0) }
    }
}
