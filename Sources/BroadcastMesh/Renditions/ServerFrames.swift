import Bytes

/// A row of whole frames as a server sends them, read only as far as to tell where each one ends (RFC 6455 §5.2).
enum ServerFrames {
    /// Where the frame ends that begins at `offset`.
    static func end(ofFrameAt offset: Int, in frames: Span<UInt8>) -> Int {
        switch frames[offset + 1] & 0x7F {
        case 126: offset + 4 + Int(frames.bigEndian(at: offset + 2, as: UInt16.self))
        case 127: offset + 10 + Int(frames.bigEndian(at: offset + 2, as: UInt64.self))
        case let length: offset + 2 + Int(length)
        }
    }

    /// Where the payload of the frame begins that begins at `offset`.
    static func payloadStart(ofFrameAt offset: Int, in frames: Span<UInt8>) -> Int {
        switch frames[offset + 1] & 0x7F {
        case 126: offset + 4
        case 127: offset + 10
        default: offset + 2
        }
    }

    /// How many frames there are.
    static func count(in frames: Span<UInt8>) -> Int {
        var (count, offset) = (0, 0)
        while offset < frames.count {
            offset = end(ofFrameAt: offset, in: frames)
            count += 1
        }
        return count
    }

    /// Where the frame ends that the byte before `offset` belongs to; `offset` itself between two frames.
    static func boundary(atOrAfter offset: Int, in frames: Span<UInt8>) -> Int {
        var boundary = 0
        while boundary < offset { boundary = end(ofFrameAt: boundary, in: frames) }
        return boundary
    }
}
