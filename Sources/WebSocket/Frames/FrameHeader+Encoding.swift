extension FrameHeader {
    /// Appends the header, with the length in its shortest form.
    public func encode(into bytes: inout [UInt8]) {
        withEncodedBytes { bytes.append(span: $0) }
    }

    /// Lends the encoded header without taking memory for it: what a broadcast puts before its payload.
    ///
    /// - Parameter body: What to do with the bytes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    @inlinable
    public func withEncodedBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var bytes = [14 of UInt8](repeating: 0)
        bytes[0] = (isFinal ? 0x80 : 0) | opcode.rawValue
        let lengthBytes: Int
        switch payloadLength {
        case ...125: (bytes[1], lengthBytes) = (UInt8(payloadLength), 0)
        case ...0xFFFF: (bytes[1], lengthBytes) = (126, 2)
        default: (bytes[1], lengthBytes) = (127, 8)
        }
        for index in 0..<lengthBytes {
            bytes[2 + index] = UInt8(truncatingIfNeeded: payloadLength >> (8 * (lengthBytes - 1 - index)))
        }
        if let maskingKey {
            bytes[1] |= 0x80
            for index in 0..<4 {
                bytes[2 + lengthBytes + index] = UInt8(truncatingIfNeeded: maskingKey >> (24 - 8 * index))
            }
        }
        return try body(bytes.span.extracting(0..<headerLength))
    }
}
