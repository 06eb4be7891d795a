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

    /// Puts a server's header in front of a payload that is there already.
    ///
    /// - Parameters:
    ///   - opcode: What the payload means; no control frame.
    ///   - bytes: Room for a header, and the payload behind it.
    ///   - start: Where the payload begins; the header of a payload of 126 to 65,535 bytes takes 4.
    /// - Returns: The frame: in the same memory, if the header fits its room exactly.
    public static func complete(_ opcode: Opcode, in bytes: consuming [UInt8], payloadFrom start: Int) -> [UInt8] {
        let header = FrameHeader.server(opcode, payloadLength: bytes.count - start)
        guard header.headerLength == start else {
            var frame: [UInt8] = []
            encodeServer(opcode, bytes.span.extracting(start...), into: &frame)
            return frame
        }
        header.withEncodedBytes { front in
            for index in front.indices { bytes[index] = front[index] }
        }
        return bytes
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
