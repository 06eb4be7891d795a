/// What has passed between this node and a peer.
public struct LinkStatistics: Sendable, Equatable {
    /// Bytes of frames that were sent.
    public internal(set) var sentBytes = 0

    /// Bytes that arrived.
    public internal(set) var receivedBytes = 0

    /// Messages that were sent.
    public internal(set) var sentMessages = 0

    /// Messages that arrived and were new.
    public internal(set) var receivedMessages = 0

    /// Entries that arrived and were here already.
    public internal(set) var duplicates = 0

    var sentControlFrames = 0

    /// Starts with nothing.
    public init() {}

    static func += (total: inout LinkStatistics, part: LinkStatistics) {
        total.sentBytes += part.sentBytes
        total.receivedBytes += part.receivedBytes
        total.sentMessages += part.sentMessages
        total.receivedMessages += part.receivedMessages
        total.duplicates += part.duplicates
        total.sentControlFrames += part.sentControlFrames
    }
}
