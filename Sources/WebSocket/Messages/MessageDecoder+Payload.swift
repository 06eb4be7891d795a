extension MessageDecoder {
    /// Lends the bytes of what ``next(in:range:)`` found; what the decoder held of them is given back afterwards.
    ///
    /// - Parameters:
    ///   - payload: What was found last.
    ///   - buffer: The buffer that it was found in.
    ///   - body: What to do with the bytes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    @inlinable
    public mutating func withBytes<Result: ~Copyable, Failure: Error>(
        of payload: Payload,
        in buffer: [UInt8],
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if case .received(let range) = payload { return try body(buffer.span.extracting(range)) }
        let bytes = takeBytes(of: payload, in: buffer)
        return try body(bytes.span)
    }

    /// Hands over the bytes of what ``next(in:range:)`` found.
    ///
    /// - Parameters:
    ///   - payload: What was found last.
    ///   - buffer: The buffer that it was found in.
    /// - Returns: The bytes, unmasked.
    public mutating func takeBytes(of payload: Payload, in buffer: [UInt8]) -> [UInt8] {
        switch payload {
        case .received(let range):
            return Array(buffer[range])
        case .assembledMessage:
            defer { assembler.message = [] }
            return assembler.message
        case .assembledControl:
            defer { assembler.control = [] }
            return assembler.control
        }
    }
}
