import Bytes
import Gossip
import Reactor

/// What a node keeps on its disk: everything that comes to its logs, in segment files.
///
/// The node writes what came, in one call, before it sends any of it anywhere. A segment begins with a checkpoint, so
/// the segments before it may be rewritten, or be lost, without any number being used or asked for twice.
///
///     00000001.segment   00000002.segment   00000003.segment
///     folded: what is    complete           checkpoint, then what comes
///     still held
final class Journal {
    /// How long a segment gets, in bytes: long enough that checkpoints cost little, short enough to be rewritten.
    static let largestSegment = 8 << 20

    /// The least that a segment gets, in bytes, however little is to be kept.
    static let smallestSegment = 64 << 10

    /// How long after a write the disk is waited for, in nanoseconds, with ``FsyncPolicy/interval``.
    static let syncInterval: Int64 = 100_000_000

    /// How much memory for what is written stays, in bytes; a turn that brings more gives it back.
    static let bufferLimit = 1 << 20

    let directory: Directory
    let node: String
    let fsync: FsyncPolicy

    /// How long a segment gets here, in bytes.
    let segmentLimit: Int

    /// Held as long as the node has the directory.
    private let lock: File

    /// What is written to, from ``restore(into:at:)`` on.
    var segment: OpenSegment?

    private var buffer: [UInt8] = []

    /// The complete segments, oldest first.
    var closed: [ClosedSegment] = []

    /// When the disk is to be waited for, in monotonic nanoseconds; `nil` when it has everything, or is waited for.
    var syncDeadline: Int64?

    /// Whether another thread waits for the disk.
    var isSyncing = false

    /// What was written.
    var figures = JournalFigures()

    /// Whether neighbours are being rewritten, and whether that failed since the last segment was begun.
    var isFolding = false
    var hasFoldingFailed = false

    /// Takes a directory for this process.
    ///
    /// - Parameters:
    ///   - settings: Where, and how.
    ///   - node: Whose it is.
    ///   - retentionBytes: How much the node keeps, in bytes.
    /// - Throws: ``StorageError`` when it cannot be made or written, or somebody else has it.
    init(_ settings: StorageSettings, of node: String, retentionBytes: Int) throws(StorageError) {
        directory = Directory(settings.directory)
        self.node = node
        fsync = settings.fsync
        segmentLimit = min(max(retentionBytes / 8, Self.smallestSegment), Self.largestSegment)
        do throws(SystemError) {
            try directory.create()
            lock = try File(directory.path(of: "lock"), .lock)
            guard try lock.lock() else { throw SystemError(call: "flock", code: 0) }
        } catch {
            if error.call == "flock", error.code == 0 { throw .inUse(settings.directory) }
            throw .system(error)
        }
    }

    /// Writes what has come to a node's logs since the last call.
    ///
    /// - Parameters:
    ///   - gossip: The node's logs.
    ///   - now: The time.
    /// - Throws: ``StorageError`` when it could not be written; nothing of it is in the file then.
    func write(from gossip: inout GossipNode, at now: Moment) throws(StorageError) {
        guard var segment = segment.take() else { preconditionFailure("a journal was written before it was begun") }
        // Taken out while it is filled and written, so that its bytes can be lent.
        var output: [UInt8] = []
        swap(&output, &buffer)
        output.removeAll(keepingCapacity: true)
        let messageCount = segment.extent.messageCount
        while gossip.hasJournalOutput {
            segment.appendRecord(to: &output) { body, extent in
                gossip.produceJournal(into: &body, noting: &extent, limit: SegmentRecord.bodyLimit)
            }
        }
        do throws(SystemError) {
            try write(output.span, to: segment.file)
            if fsync == .always { try sync(segment.file) }
        } catch {
            // Should this fail too, a start finds a torn tail.
            try? segment.file.truncate(to: segment.bytes)
            throw .system(error)
        }
        segment.bytes += output.count
        if fsync == .always { segment.synced = segment.bytes }
        figures.messages += segment.extent.messageCount - messageCount
        if output.capacity <= Self.bufferLimit { swap(&output, &buffer) }
        self.segment = segment
        planSync(at: now.monotonic)
        if segment.bytes >= segmentLimit { try beginSegment(with: gossip) }
    }

    /// Closes the segment, if there is one, and begins the next.
    func beginSegment(with gossip: GossipNode) throws(StorageError) {
        let header = SegmentHeader(node: node, salt: RandomBytes.word())
        var bytes = header.encoded
        SegmentRecord.append(to: &bytes, offset: 0, salt: header.salt, synced: 0) {
            gossip.produceCheckpoint(into: &$0)
        }
        let number = (segment?.number ?? closed.last?.number ?? 0) + 1
        do throws(SystemError) {
            try syncNow()
            let file = try File(directory.path(of: SegmentName.unfinished), .replace)
            try write(bytes.span, to: file)
            if fsync != .none { try sync(file) }
            try directory.rename(SegmentName.unfinished, to: SegmentName.name(of: number))
            if fsync != .none { try directory.sync() }
            let complete = segment.take()
            if let complete {
                closed.append(
                    ClosedSegment(number: complete.number, bytes: complete.bytes, extent: complete.extent)
                )
            }
            let path = directory.path(of: SegmentName.name(of: number))
            segment = OpenSegment(
                number: number,
                file: try File(path, .append),
                salt: header.salt,
                bytes: bytes.count,
                synced: fsync == .none ? 0 : bytes.count
            )
        } catch {
            throw .system(error)
        }
        hasFoldingFailed = false
    }
}
