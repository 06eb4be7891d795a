/// Whole frames, made of their payload.
public enum Frame {
    /// Appends a frame as a server sends it.
    ///
    /// - Parameters:
    ///   - opcode: What the payload means.
    ///   - payload: The payload; at most 125 bytes in a control frame.
    ///   - bytes: Where to.
    public static func encodeServer(_ opcode: Opcode, _ payload: Span<UInt8>, into bytes: inout [UInt8]) {
        precondition(!opcode.isControl || payload.count <= FrameHeader.controlPayloadLimit, "a control frame is short")
        FrameHeader.server(opcode, payloadLength: payload.count).encode(into: &bytes)
        bytes.append(span: payload)
    }

    /// Appends a frame as a client sends it.
    ///
    /// - Parameters:
    ///   - opcode: What the payload means.
    ///   - payload: The payload; at most 125 bytes in a control frame.
    ///   - maskingKey: Four random bytes, new for every frame (RFC 6455 §5.3).
    ///   - bytes: Where to.
    public static func encodeClient(
        _ opcode: Opcode,
        _ payload: Span<UInt8>,
        maskingKey: UInt32,
        into bytes: inout [UInt8]
    ) {
        precondition(!opcode.isControl || payload.count <= FrameHeader.controlPayloadLimit, "a control frame is short")
        FrameHeader.client(opcode, payloadLength: payload.count, maskingKey: maskingKey).encode(into: &bytes)
        let start = bytes.count
        bytes.append(span: payload)
        var span = bytes.mutableSpan
        span.unmask(start..<span.count, with: maskingKey)
    }
}

extension [UInt8] {
    /// Appends the bytes of a span.
    mutating func append(span bytes: Span<UInt8>) {
        append(addingCapacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }
}
