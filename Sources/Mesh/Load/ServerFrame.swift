import Bytes

/// Where a frame of a server stands in the bytes that came; nothing is copied (RFC 6455 §5.2).
struct ServerFrame: Equatable {
    /// What a client of a load takes, in bytes: a list of all who are in a room fits many times.
    static let longest = 4 << 20

    /// The first byte: whether it is the last frame of a message, and what it is.
    var first: UInt8

    /// Where its payload is.
    var payload: Range<Int>

    /// A whole message of text or bytes.
    var isMessage: Bool { first == 0x81 || first == 0x82 }

    /// The question whether the client is there.
    var isPing: Bool { first == 0x89 }

    /// The server's goodbye.
    var isClose: Bool { first == 0x88 }

    /// Finds the frame that begins at a place; `nil` when it is not whole.
    @inline(__always)
    init?(in bytes: Span<UInt8>, at start: Int) {
        guard let header = Self.headerLength(in: bytes, at: start) else { return nil }
        let length = Self.payloadLength(in: bytes, at: start)
        guard bytes.count - start - header >= length else { return nil }
        first = bytes[start]
        payload = (start + header)..<(start + header + length)
    }

    /// How many more bytes it takes to know more of the frame that begins with these; 0 when it is whole.
    static func missing(from bytes: Span<UInt8>) -> Int {
        guard let header = headerLength(in: bytes, at: 0) else { return bytes.count < 2 ? 2 - bytes.count : 1 }
        return max(0, header + payloadLength(in: bytes, at: 0) - bytes.count)
    }

    /// How long the header is; `nil` where it is not whole.
    @inline(__always)
    private static func headerLength(in bytes: Span<UInt8>, at start: Int) -> Int? {
        let count = bytes.count - start
        guard count >= 2 else { return nil }
        // A server masks nothing: what has that bit has a length that no frame has.
        let short = bytes[start + 1]
        let length = short < 126 ? 2 : short == 126 ? 4 : 10
        return count >= length ? length : nil
    }

    @inline(__always)
    private static func payloadLength(in bytes: Span<UInt8>, at start: Int) -> Int {
        let short = bytes[start + 1]
        if short < 126 { return Int(short) }
        if short == 126 { return Int(bytes.bigEndian(at: start + 2, as: UInt16.self)) }
        // No length is so great that a header cannot be added to it.
        return Int(min(bytes.bigEndian(at: start + 2, as: UInt64.self), UInt64.max / 4))
    }
}
