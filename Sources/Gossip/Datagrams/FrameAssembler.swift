import Bytes

/// Puts frames together from their pieces, which arrive in any order and more than once.
///
/// A frame costs what has arrived of it. One that is complete is remembered as that, so that a piece of it that comes
/// again begins no other.
struct FrameAssembler {
    /// How far the newest frame may be ahead of the oldest that is not complete.
    static let frameLimit = 1024

    /// What became of a frame.
    private enum Progress {
        case unseen
        case partial(PartialFrame)
        case complete
    }

    /// By the frames' numbers, from the oldest that is not complete on.
    private var frames = SlidingArray<Progress>()

    /// How long the frames are that are not complete, in bytes, all together.
    private var reservedBytes = 0

    /// How many bytes of those have come.
    private var arrivedBytes = 0

    /// The longest frame to take, in bytes; two of them may be incomplete at once.
    let byteLimit: Int

    init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    /// The frames that were begun, from the oldest that is not complete on.
    var unfinished: UnfinishedFrames {
        UnfinishedFrames(numbers: UInt64(frames.start)..<UInt64(frames.end), byteCount: arrivedBytes)
    }

    /// Whether a piece can be taken now.
    ///
    /// - Parameters:
    ///   - piece: The piece.
    ///   - claimed: What other pieces of the same packet claim already, in bytes; a frame that it begins is added.
    /// - Returns: `false` when it would be too much to keep: it may come again later.
    /// - Throws: When it contradicts an earlier one.
    func hasRoom(for piece: FramePiece, beside claimed: inout Int) throws(TruncatedInput) -> Bool {
        guard piece.frame >= frames.start else { return true }
        guard piece.frame < frames.start + Self.frameLimit else { return false }
        switch piece.frame < frames.end ? frames[Int(piece.frame)] : .unseen {
        case .unseen:
            claimed += piece.total
            return reservedBytes + claimed <= 2 * byteLimit
        case .partial(let partial):
            guard partial.total == piece.total else { throw TruncatedInput() }
            return true
        case .complete:
            return true
        }
    }

    /// Takes a piece that there is room for.
    ///
    /// - Returns: The whole frame, once it is complete.
    mutating func add(_ piece: FramePiece, _ bytes: Span<UInt8>) -> [UInt8]? {
        guard piece.frame >= frames.start else { return nil }
        let number = Int(piece.frame)
        while frames.end <= number { frames.append(.unseen) }
        var partial: PartialFrame
        switch frames[number] {
        case .complete:
            return nil
        case .unseen:
            partial = PartialFrame(total: piece.total)
            reservedBytes += piece.total
        case .partial(let known):
            // Two pieces of one packet may contradict each other.
            guard known.total == piece.total else { return nil }
            partial = known
        }
        // The place is given up meanwhile, so that the bytes are not copied.
        frames[number] = .complete
        if partial.add(piece, bytes) { arrivedBytes += piece.count }
        guard partial.isComplete else {
            frames[number] = .partial(partial)
            return nil
        }
        reservedBytes -= piece.total
        arrivedBytes -= piece.total
        trim()
        return partial.bytes
    }

    private mutating func trim() {
        var oldest = frames.start
        while oldest < frames.end, case .complete = frames[oldest] { oldest += 1 }
        frames.removeAll(below: oldest, leaving: .complete)
    }
}

/// What has arrived of a frame.
struct PartialFrame {
    /// How long the whole frame is, in bytes.
    let total: Int

    /// Everything up to the first piece that is missing.
    private(set) var bytes: [UInt8] = []

    /// Pieces behind the first one that is missing, by their numbers.
    private var early: [Int: [UInt8]] = [:]

    init(total: Int) {
        self.total = total
    }

    /// Whether nothing is missing.
    var isComplete: Bool { bytes.count == total }

    /// Takes a piece, unless it is here already.
    ///
    /// - Returns: Whether it was not.
    mutating func add(_ piece: FramePiece, _ piecesBytes: Span<UInt8>) -> Bool {
        guard piece.offset >= bytes.count else { return false }
        guard piece.offset == bytes.count else {
            guard early[piece.number] == nil else { return false }
            var copy: [UInt8] = []
            copy.append(piecesBytes)
            early[piece.number] = copy
            return true
        }
        bytes.append(piecesBytes)
        var next = piece.number + 1
        while !early.isEmpty, let following = early.removeValue(forKey: next) {
            bytes += following
            next += 1
        }
        return true
    }
}
