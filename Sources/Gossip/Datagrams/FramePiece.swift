import Bytes

/// A part of a frame that is too large for one datagram.
///
///     ├──── size ────┼──── size ────┼─ ─ ─ ─ ─┼─ what is left ─┤
///      piece 0        piece 1                  the last piece
///
/// Where a piece belongs and how long it is follow from its number and the frame's length: there is no piece that
/// lies outside of its frame.
struct FramePiece: Equatable {
    /// How many bytes of a frame one piece carries: with its own header it fills a packet.
    static let size = Packet.sizeLimit - Packet.headerLimit - headerLimit

    /// The longest that stands before a piece's bytes, in bytes.
    static let headerLimit = 32

    /// Counts the frames that were cut.
    let frame: UInt64

    /// Which piece of its frame it is.
    let number: Int

    /// How long the whole frame is, in bytes.
    let total: Int

    /// Where the piece belongs, in bytes.
    var offset: Int { number * Self.size }

    /// How many bytes of the frame it carries.
    var count: Int { min(Self.size, total - offset) }

    /// One piece of a frame of `total` bytes.
    init(frame: UInt64, number: Int, total: Int) {
        precondition(number >= 0 && number * Self.size < total, "a frame was cut beyond its end")
        self.frame = frame
        self.number = number
        self.total = total
    }

    /// Reads a piece, whose bytes are then all that follows the cursor.
    ///
    /// - Parameters:
    ///   - body: The body of a ``FrameType/piece`` frame.
    ///   - cursor: Behind it stand the piece's bytes.
    ///   - limit: The longest frame to take, in bytes.
    /// - Throws: When the piece has no place in a frame of at most `limit` bytes, or is not as long as that place.
    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor, limit: Int) throws(TruncatedInput) {
        frame = try cursor.varint(in: body)
        let offset = Int(try cursor.sequence(in: body))
        total = Int(try cursor.sequence(in: body))
        guard offset % Self.size == 0, offset < total, total <= limit else { throw TruncatedInput() }
        number = offset / Self.size
        guard body.count - cursor.offset == count else { throw TruncatedInput() }
    }

    /// Appends the piece as a frame of its own.
    func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        Framing.append(.piece, to: &output) { body in
            body.append(varint: frame)
            body.append(varint: UInt64(offset))
            body.append(varint: UInt64(total))
            body.append(bytes)
        }
    }
}
