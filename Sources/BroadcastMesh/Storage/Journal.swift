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
///
/// What was not synced is not trusted: see ``SegmentName`` for what a name says.
final class Journal {
    /// How long a segment gets behind its checkpoint, in bytes: long enough that checkpoints cost little, short enough to be rewritten.
    static let largestSegment = 8 << 20

    /// The least that a segment gets, in bytes, however little is to be kept.
    static let smallestSegment = 64 << 10

    /// How much memory for what is written stays, in bytes; a turn that brings more gives it back.
    static let bufferLimit = 1 << 20

    let place: JournalPlace

    /// Held as long as the node has the directory.
    let lock: any StorageFile

    /// What is written to, from ``restore(into:at:)`` on.
    var segment: OpenSegment?

    /// What is written, used again.
    private var buffer: [UInt8] = []

    /// The complete segments.
    var archive = SegmentArchive()

    /// When the disk is waited for next.
    var schedule = SyncSchedule()

    /// What was written.
    var figures = JournalFigures()

    /// Takes a directory for this process.
    ///
    /// - Parameter place: Where, whose, and how.
    /// - Throws: ``StorageError`` when it cannot be made or written, or somebody else has it.
    init(_ place: JournalPlace) throws(StorageError) {
        self.place = place
        let isFree: Bool
        do throws(SystemError) {
            try place.disk.create()
            lock = try place.disk.open("lock", .lock)
            isFree = try lock.lock()
        } catch {
            throw .system(error)
        }
        guard isFree else { throw .inUse(place.disk.path) }
    }

    /// Whether another thread uses the directory.
    var isInUse: Bool { archive.isFolding || schedule.isRunning }

    /// How long a segment gets, in bytes, when the node keeps so many.
    static func segmentLimit(retentionBytes: Int) -> Int {
        min(max(retentionBytes / 8, smallestSegment), largestSegment)
    }

    /// Writes what has come to a node's logs since the last call.
    ///
    /// - Parameters:
    ///   - gossip: The node's logs.
    ///   - now: The time.
    /// - Throws: ``StorageError`` when it could not be written, or the disk does not take it. Nobody may be told of it
    ///   then, and nothing more may be written: what a failed wait was about may be lost for good.
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
        let waits = mustWait(for: segment)
        do throws(SystemError) {
            try write(output.span, to: segment.file)
            if waits { try sync(segment.file) }
        } catch {
            // Should this fail too, a start finds a torn tail.
            try? segment.file.truncate(to: segment.bytes)
            // The file may have been given its settled name since it was opened.
            throw .system(error.about(place.disk.path(of: segment.name.text)))
        }
        segment.bytes += output.count
        if waits { segment.synced = segment.bytes }
        figures.messages += segment.extent.messageCount - messageCount
        if output.capacity <= Self.bufferLimit { swap(&output, &buffer) }
        self.segment = segment
        if place.fsync == .interval { schedule.noteWrite(at: now.monotonic) }
        if segment.isFull(limit: place.segmentLimit) { try goOn(with: gossip, at: now) }
    }

    /// Lets go of the directory before the node came to start, with nothing in it that this start has begun: many that fail
    /// would leave as many files, which the next one reads.
    func abandon() {
        // Who rewrites others leaves out what the newest begins with.
        guard let segment, segment.bytes == segment.begun, !archive.isFolding else { return }
        self.segment = nil
        // One that stays does no harm.
        try? place.disk.remove(segment.name.text)
    }
}
