import Bytes

extension Framing {
    /// The body of the frame of entries at `offset`, which moves behind it; `nil` at the end.
    static func entries(in frames: Span<UInt8>, at offset: inout Int) throws(TruncatedInput) -> Range<Int>? {
        guard offset < frames.count else { return nil }
        guard frames.count - offset > lengthSize else { throw TruncatedInput() }
        let length = Int(frames.bigEndian(at: offset, as: UInt32.self))
        let start = offset + lengthSize
        guard length >= 1, length <= frames.count - start else { throw TruncatedInput() }
        guard frames[start] == FrameType.entries.rawValue else { throw TruncatedInput() }
        offset = start + length
        return (start + 1)..<offset
    }
}
