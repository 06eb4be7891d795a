import Bytes
import Reactor

/// How whole records lie in a file: in chunks, each behind its length, a hash of it, and a hash of both.
///
///     ┌ 4 ───┬ 8 ──┬ 4 ──┬ length ─┐
///     │ length │ hash │ check │ records │ …
///     └──────┴─────┴─────┴─────────┘
///
/// The first chunk is the ``RecordingTitle``; it has no check, and neither have those of a recording of format 1. A process
/// that is killed leaves a part of a chunk at most, as the last one; what was written before can be replayed. Without the
/// check, a length that was damaged would pass for such a part, whatever follows.
enum RecordingChunk {
    /// How many bytes of records are gathered in one turn before they are written, unless one record is longer.
    static let length = 256 << 10

    /// The longest chunk that is believed: a record can be a whole segment of a journal.
    static let longest = 1 << 30

    /// How many bytes the length and the hash have.
    private static let sealLength = 12

    /// How many bytes stand before the records.
    static func headLength(ordinal: UInt64, format: UInt64 = RecordingTitle.format) -> Int {
        ordinal > 0 && format > 1 ? sealLength + 4 : sealLength
    }

    /// Fills in the head of a chunk, for which there is room at the front.
    static func seal(_ bytes: inout [UInt8], ordinal: UInt64, format: UInt64 = RecordingTitle.format) {
        let (end, headLength) = (bytes.count, headLength(ordinal: ordinal, format: format))
        var head: [UInt8] = []
        head.append(bigEndian: UInt32(end - headLength))
        head.append(bigEndian: bytes.span.extracting(headLength..<end).hash(seed: ordinal))
        if headLength > head.count { head.append(bigEndian: check(head.span, ordinal: ordinal)) }
        for (index, byte) in head.enumerated() { bytes[index] = byte }
    }

    /// Whether a head is one that was written.
    static func isWhole(_ head: Span<UInt8>, ordinal: UInt64) -> Bool {
        head.count <= sealLength
            || head.bigEndian(at: sealLength, as: UInt32.self) == check(head, ordinal: ordinal)
    }

    private static func check(_ head: Span<UInt8>, ordinal: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: head.extracting(0..<sealLength).hash(seed: ordinal))
    }
}

/// Gathers records, and writes them as chunks.
struct RecordingWriter {
    /// Takes the bytes of a chunk, and says what was in the way if it could not.
    typealias Sink = @Sendable (_ chunk: borrowing [UInt8]) -> SystemError?

    private let sink: Sink?
    private var ordinal: UInt64 = 0

    /// Whole records, behind room for the head of the chunk.
    private var bytes = [UInt8](repeating: 0, count: RecordingChunk.headLength(ordinal: 0))

    /// Why nothing is written any more.
    private(set) var failure: SystemError?

    /// Starts with where chunks go; without, nothing is kept.
    init(to sink: Sink? = nil) {
        self.sink = sink
    }

    /// Adds a record.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        write(&bytes)
        if bytes.count >= RecordingChunk.length { flush() }
    }

    /// Writes what was gathered.
    mutating func flush() {
        guard bytes.count > RecordingChunk.headLength(ordinal: ordinal) else { return }
        RecordingChunk.seal(&bytes, ordinal: ordinal)
        ordinal += 1
        if failure == nil, let sink { failure = sink(bytes) }
        // A long record gives its memory back.
        bytes.removeAll(keepingCapacity: bytes.capacity <= 2 * RecordingChunk.length)
        bytes.append(contentsOf: repeatElement(0, count: RecordingChunk.headLength(ordinal: ordinal)))
    }
}

/// Reads chunks.
struct RecordingReader {
    /// Gives the next bytes, so many unless there are fewer.
    typealias Source = @Sendable (_ count: Int) -> Result<[UInt8], SystemError>

    /// What stands behind the last record.
    enum End: Equatable {
        /// Nothing.
        case whole

        /// A part of a chunk, from this byte on: the process was killed.
        case torn(Int)

        /// From this byte on, not what was written: a chunk that is whole in its length, and another in what it says, or a
        /// head that says something else.
        case damaged(Int)

        /// What could not be read, for this reason.
        case unreadable(SystemError)
    }

    private let source: Source
    private var ordinal: UInt64 = 0
    private var offset = 0

    /// How the chunks behind the first one are written; as the ``RecordingTitle`` says.
    var format = RecordingTitle.format

    /// The chunk that is read.
    var input = RecordingInput()

    /// How it ended, once it has.
    private(set) var end: End?

    /// Starts at the first chunk.
    init(from source: @escaping Source = { _ in .success([]) }) {
        self.source = source
    }

    /// Goes to the next chunk if this one was read.
    ///
    /// - Returns: Whether there is something to read.
    mutating func goOn() -> Bool {
        guard end == nil else { return false }
        guard input.isEmpty else { return true }
        do throws(SystemError) { end = try takeChunk() } catch { end = .unreadable(error) }
        return end == nil
    }

    private mutating func takeChunk() throws(SystemError) -> End? {
        let headLength = RecordingChunk.headLength(ordinal: ordinal, format: format)
        let head = try source(headLength).get()
        if head.isEmpty { return .whole }
        guard head.count == headLength else { return .torn(offset) }
        guard RecordingChunk.isWhole(head.span, ordinal: ordinal) else { return .damaged(offset) }
        let length = Int(head.span.bigEndian(at: 0, as: UInt32.self))
        guard (1...RecordingChunk.longest).contains(length) else { return .damaged(offset) }
        let body = try source(length).get()
        guard body.count == length else { return .torn(offset) }
        guard body.span.hash(seed: ordinal) == head.span.bigEndian(at: 4, as: UInt64.self) else {
            return .damaged(offset)
        }
        ordinal += 1
        offset += head.count + length
        input = RecordingInput(body)
        return nil
    }
}
