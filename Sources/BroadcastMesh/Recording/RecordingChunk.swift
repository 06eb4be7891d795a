import Bytes
import Reactor

/// How whole records lie in a file: in chunks, each behind its length and a hash of it.
///
///     ┌ 4 ───┬ 8 ──┬ length ─┐
///     │ length │ hash │ records │ …
///     └──────┴─────┴─────────┘
///
/// The first chunk is the ``RecordingTitle``. A process that is killed leaves a part of a chunk at most, as the last one;
/// what was written before can be replayed.
enum RecordingChunk {
    /// How many bytes stand before the records.
    static let headLength = 12

    /// How many bytes of records are gathered in one turn before they are written, unless one record is longer.
    static let length = 256 << 10

    /// The longest chunk that is believed: a record can be a whole segment of a journal.
    static let longest = 1 << 30

    /// Fills in the head of a chunk, for which there is room at the front.
    static func seal(_ bytes: inout [UInt8], ordinal: UInt64) {
        let end = bytes.count
        var head: [UInt8] = []
        head.append(bigEndian: UInt32(end - headLength))
        head.append(bigEndian: bytes.span.extracting(headLength..<end).hash(seed: ordinal))
        for (index, byte) in head.enumerated() { bytes[index] = byte }
    }
}

/// Gathers records, and writes them as chunks.
struct RecordingWriter {
    /// Takes the bytes of a chunk, and says what was in the way if it could not.
    typealias Sink = @Sendable (_ chunk: borrowing [UInt8]) -> SystemError?

    private let sink: Sink?
    private var ordinal: UInt64 = 0

    /// Whole records, behind room for the head of the chunk.
    private var bytes = [UInt8](repeating: 0, count: RecordingChunk.headLength)

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
        guard bytes.count > RecordingChunk.headLength else { return }
        RecordingChunk.seal(&bytes, ordinal: ordinal)
        ordinal += 1
        if failure == nil, let sink { failure = sink(bytes) }
        // A long record gives its memory back.
        let keepsMemory = bytes.capacity <= 2 * RecordingChunk.length
        bytes.removeSubrange(RecordingChunk.headLength...)
        if !keepsMemory { bytes = Array(bytes) }
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

        /// From this byte on, not what was written: a chunk that is whole in its length, and another in what it says.
        case damaged(Int)

        /// What could not be read, for this reason.
        case unreadable(SystemError)
    }

    private let source: Source
    private var ordinal: UInt64 = 0
    private var offset = 0

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
        let head = try source(RecordingChunk.headLength).get()
        if head.isEmpty { return .whole }
        guard head.count == RecordingChunk.headLength else { return .torn(offset) }
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
