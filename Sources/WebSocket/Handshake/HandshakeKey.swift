/// The value that proves that a server read this request and knows the protocol (RFC 6455 §1.3).
enum HandshakeKey {
    /// The constant that no server would append by accident.
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// What `Sec-WebSocket-Accept` must say for a `Sec-WebSocket-Key`.
    static func accept(for key: String) -> String {
        Base64.encode(SHA1.hash(Array((key + suffix).utf8)))
    }
}
