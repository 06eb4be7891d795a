import Bytes

/// Whole frames that follow each other, as clients get them, and which messages of the channel they show.
///
/// Their bytes stay, whatever the channel's log lets go meanwhile.
struct Passage {
    /// Where the messages are in the channel's log.
    let range: Range<Int>

    /// How many frames they are, one for each message.
    let count: Int

    /// How many bytes.
    let byteCount: Int

    /// Their bytes, and those of the second chunk.
    private let first: LogSlice
    private let second: LogSlice?

    /// Whether these are other frames than those in the channel's log.
    private let isRendered: Bool

    /// Where they begin in the log that has them: the channel's, or that of the rendition; `nil` where none does.
    private let place: Int?

    /// Takes frames of the channel's log, as many as lie in two chunks.
    ///
    /// - Parameters:
    ///   - range: Where they are, and at least the first of them is held.
    ///   - log: The channel's frames.
    init(_ range: Range<Int>, of log: ByteLog) {
        let middle = min(log.chunkEnd(after: range.lowerBound), range.upperBound)
        let goesOn = middle < range.upperBound && log.holds(middle)
        let end = goesOn ? min(log.chunkEnd(after: middle), range.upperBound) : middle
        self.range = range.lowerBound..<end
        first = log.slice(range.lowerBound..<middle)
        second = goesOn ? log.slice(middle..<end) : nil
        byteCount = end - range.lowerBound
        count =
            first.withBytes { ServerFrames.count(in: $0) } + (second?.withBytes { ServerFrames.count(in: $0) } ?? 0)
        isRendered = false
        place = range.lowerBound
    }

    /// Takes frames that show messages in another form.
    ///
    /// - Parameters:
    ///   - range: Where the messages are in the channel's log.
    ///   - frames: The frames, one for each.
    ///   - count: How many.
    ///   - place: Where they are in the rendition's log, if they are kept there.
    init(showing range: Range<Int>, as frames: LogSlice, count: Int, keptAt place: Int?) {
        self.range = range
        self.count = count
        byteCount = frames.count
        first = frames
        second = nil
        isRendered = true
        self.place = place
    }

    /// Lends the bytes: all, or those of the first chunk and those of the second.
    func withBytes<Result>(_ body: (Span<UInt8>, Span<UInt8>) -> Result) -> Result {
        first.withBytes { first in
            guard let second else { return body(first, Span()) }
            return second.withBytes { body(first, $0) }
        }
    }

    /// Where the frame ends that the byte before a place belongs to, and how many frames there are up to there.
    ///
    /// - Parameter taken: How many bytes are before the place.
    /// - Returns: The end, counted from the first byte, and the number of frames.
    func boundary(atOrAfter taken: Int) -> (end: Int, count: Int) {
        guard taken < byteCount else { return (byteCount, count) }
        guard let second, taken > first.count else { return Self.boundary(atOrAfter: taken, in: first) }
        let (end, count) = Self.boundary(atOrAfter: taken - first.count, in: second)
        return (first.count + end, first.withBytes { ServerFrames.count(in: $0) } + count)
    }

    private static func boundary(atOrAfter taken: Int, in slice: LogSlice) -> (end: Int, count: Int) {
        slice.withBytes { bytes in
            let end = ServerFrames.boundary(atOrAfter: taken, in: bytes)
            return (end, ServerFrames.count(in: bytes.extracting(0..<end)))
        }
    }

    /// Where the messages end in the channel's log that are shown up to a boundary.
    ///
    /// - Parameters:
    ///   - boundary: One that ``boundary(atOrAfter:)`` gave.
    ///   - log: The channel's frames, which hold all of these messages.
    /// - Returns: The offset in the channel's log.
    func offset(of boundary: (end: Int, count: Int), in log: ByteLog) -> Int {
        guard boundary.count < count else { return range.upperBound }
        guard isRendered else { return range.lowerBound + boundary.end }
        var (offset, left) = (range.lowerBound, boundary.count)
        while left > 0 {
            offset += log.withBytes(from: offset, to: log.chunkEnd(after: offset)) { bytes in
                var end = 0
                while left > 0, end < bytes.count {
                    end = ServerFrames.end(ofFrameAt: end, in: bytes)
                    left -= 1
                }
                return end
            }
        }
        return offset
    }

    /// Where a byte lies in the log that has the frames: the channel's, or that of the rendition.
    ///
    /// - Parameter index: The byte, counted from the first one.
    /// - Returns: The offset; `nil` where these were made for one reader.
    func offset(ofByte index: Int) -> Int? { place.map { $0 + index } }

    /// Whether a channel's log holds all of the messages.
    func isHeld(by log: ByteLog) -> Bool {
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard log.holds(offset) else { return false }
            offset = log.chunkEnd(after: offset)
        }
        return true
    }

    /// Bytes that lie in one chunk.
    ///
    /// - Parameter range: Where, counted from the first byte.
    /// - Returns: They, to be kept.
    func slice(_ range: Range<Int>) -> LogSlice {
        let start = range.lowerBound < first.count ? 0 : first.count
        guard var slice = start == 0 ? first : second else { preconditionFailure("a passage was read past its end") }
        slice.removeFirst(range.lowerBound - start)
        slice.keepFirst(range.count)
        return slice
    }
}
