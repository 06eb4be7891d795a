import WebSocket

extension ChatEvent {
    /// The event as the frame that clients get.
    var frame: [UInt8] {
        let payload = json
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + FrameHeader.longestLength)
        Frame.encodeServer(.text, payload.span, into: &bytes)
        return bytes
    }
}
