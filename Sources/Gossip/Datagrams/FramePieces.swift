import Bytes

/// A part of a frame that is too large for one datagram.
struct FramePiece: Equatable {
    /// How many bytes of a frame one piece carries: with its own header it fills a packet.
    static let size = Packet.sizeLimit - Packet.headerLimit - 32

    /// Counts the frames that were cut.
    var frame: UInt64

    /// Where the piece belongs, in bytes, and how long the whole frame is.
    var offset: Int
    var total: Int

    /// Appends a piece as a frame of its own.
    func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        Framing.append(.piece, to: &output) { body in
            body.append(varint: frame)
            body.append(varint: UInt64(offset))
            body.append(varint: UInt64(total))
            body.append(bytes)
        }
    }

    /// Reads what stands before the piece's bytes.
    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        frame = try cursor.varint(in: body)
        offset = Int(try cursor.sequence(in: body))
        total = Int(try cursor.sequence(in: body))
    }

    init(frame: UInt64, offset: Int, total: Int) {
        self.frame = frame
        self.offset = offset
        self.total = total
    }
}

/// Puts frames together from their pieces, which arrive in any order and more than once.
struct FrameAssembler {
    /// How many frames may be incomplete at once: the window lets a sender be in the middle of a few.
    static let frameLimit = 192

    private struct Partial {
        var frame: UInt64
        var bytes: [UInt8]
        var missing: Int
        var hasPiece: [Bool]
    }

    private var partials: [Partial] = []

    /// The longest frame to take, in bytes.
    let byteLimit: Int

    init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    /// Takes a piece.
    ///
    /// - Returns: The whole frame, once it is complete.
    /// - Throws: When the piece contradicts itself or others, or too much would have to be kept.
    mutating func add(_ piece: FramePiece, _ bytes: Span<UInt8>) throws(TruncatedInput) -> [UInt8]? {
        let index = try index(of: piece)
        let number = piece.offset / FramePiece.size
        let isLast = piece.offset + bytes.count == piece.total
        guard partials[index].bytes.count == piece.total, piece.offset % FramePiece.size == 0,
            number < partials[index].hasPiece.count, bytes.count == FramePiece.size || isLast
        else { throw TruncatedInput() }
        guard !partials[index].hasPiece[number] else { return nil }
        partials[index].hasPiece[number] = true
        partials[index].missing -= 1
        var whole = partials[index].bytes.mutableSpan
        for place in bytes.indices { whole[piece.offset + place] = bytes[place] }
        guard partials[index].missing == 0 else { return nil }
        return partials.remove(at: index).bytes
    }

    private mutating func index(of piece: FramePiece) throws(TruncatedInput) -> Int {
        if let index = partials.firstIndex(where: { $0.frame == piece.frame }) { return index }
        let held = partials.reduce(0) { $0 + $1.bytes.count }
        guard piece.total > 0, piece.offset < piece.total, partials.count < Self.frameLimit,
            held + piece.total <= byteLimit
        else { throw TruncatedInput() }
        let pieceCount = (piece.total + FramePiece.size - 1) / FramePiece.size
        partials.append(
            Partial(
                frame: piece.frame,
                bytes: [UInt8](repeating: 0, count: piece.total),
                missing: pieceCount,
                hasPiece: [Bool](repeating: false, count: pieceCount)
            )
        )
        return partials.count - 1
    }
}
