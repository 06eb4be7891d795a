/// What has passed between this node and a peer.
public struct LinkStatistics: Sendable, Equatable {
    /// Bytes of frames that were sent.
    public private(set) var sentBytes = 0

    /// Bytes that arrived.
    public private(set) var receivedBytes = 0

    /// Messages that were sent.
    public private(set) var sentMessages = 0

    /// Messages that arrived and were new.
    public private(set) var receivedMessages = 0

    /// Entries that arrived and were here already.
    public private(set) var duplicates = 0

    private(set) var sentControlFrames = 0

    /// Starts with nothing.
    public init() {}

    mutating func countSent(bytes: Int) {
        sentBytes += bytes
    }

    mutating func countReceived(bytes: Int) {
        receivedBytes += bytes
    }

    mutating func countSentMessage() {
        sentMessages += 1
    }

    mutating func countReceivedMessage() {
        receivedMessages += 1
    }

    mutating func countDuplicate() {
        duplicates += 1
    }

    mutating func countControlFrame() {
        sentControlFrames += 1
    }

    static func += (total: inout LinkStatistics, part: LinkStatistics) {
        total.sentBytes += part.sentBytes
        total.receivedBytes += part.receivedBytes
        total.sentMessages += part.sentMessages
        total.receivedMessages += part.receivedMessages
        total.duplicates += part.duplicates
        total.sentControlFrames += part.sentControlFrames
    }
}
