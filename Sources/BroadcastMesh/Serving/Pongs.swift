import WebSocket

/// The answers to pings that wait to be sent: frames, one behind the other.
enum Pongs {
    /// How many bytes of them wait at most: 32 of the longest.
    ///
    /// A client that pings faster than it reads needs no more than the latest (RFC 6455 §5.5.3).
    static let mostBytes = 4096

    /// Adds the answer to a ping, in the place of all others when there are too many.
    static func append(_ payload: Span<UInt8>, to frames: inout [UInt8]) {
        if frames.count + FrameHeader.longestLength + payload.count > mostBytes { frames.removeAll() }
        Frame.encodeServer(.pong, payload, into: &frames)
    }
}
