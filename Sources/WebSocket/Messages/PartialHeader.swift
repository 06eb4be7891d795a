/// The beginning of a frame header whose end has not arrived; kept inline, for it is short and rare.
struct PartialHeader: Sendable {
    private var bytes = [14 of UInt8](repeating: 0)
    private var count: UInt8 = 0

    /// Whether nothing is kept.
    var isEmpty: Bool { count == 0 }

    /// Goes on with a header, byte by byte.
    ///
    /// - Parameters:
    ///   - buffer: What holds the received bytes.
    ///   - range: Which of them are not used yet; the header's are taken off.
    ///   - role: Which side we are.
    /// - Returns: The header, or `nil` when it needs more than there is.
    /// - Throws: The first rule that it breaks.
    mutating func take(
        from buffer: [UInt8],
        range: inout Range<Int>,
        as role: Role
    ) throws(WebSocketError) -> FrameHeader? {
        for offset in range {
            bytes[Int(count)] = buffer[offset]
            count += 1
            guard let header = try FrameHeader(decoding: bytes.span.extracting(0..<Int(count)), as: role) else {
                continue
            }
            count = 0
            range = (offset + 1)..<range.upperBound
            return header
        }
        range = range.upperBound..<range.upperBound
        return nil
    }
}
