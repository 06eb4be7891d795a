/// Messages that have arrived and that nobody has taken yet.
struct MessageInbox {
    /// How many bytes of messages may wait for a slow program before nothing more is received.
    static let limit = 4 << 20

    private var messages: [WebSocketMessage] = []
    private var byteCount = 0

    /// Whether nothing waits.
    var isEmpty: Bool { messages.isEmpty }

    /// Whether nothing more should be received.
    var isFull: Bool { byteCount > Self.limit }

    /// Keeps a message.
    mutating func append(_ message: WebSocketMessage) {
        messages.append(message)
        byteCount += message.byteCount + MemoryLayout<WebSocketMessage>.stride
    }

    /// Takes all, in the order in which they came.
    mutating func takeAll() -> [WebSocketMessage] {
        defer { self = MessageInbox() }
        return messages
    }
}
