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
        do throws(SystemError) {
            try write(output.span, to: segment.file)
            if place.fsync == .always { try sync(segment.file) }
        } catch {
            // Should this fail too, a start finds a torn tail.
            try? segment.file.truncate(to: segment.bytes)
            // The file may have been given its settled name since it was opened.
            throw .system(error.about(place.disk.path(of: segment.name.text)))
        }
        segment.bytes += output.count
        if place.fsync == .always { segment.synced = segment.bytes }
        figures.messages += segment.extent.messageCount - messageCount
        if output.capacity <= Self.bufferLimit { swap(&output, &buffer) }
        self.segment = segment
        if place.fsync == .interval { schedule.noteWrite(at: now.monotonic) }
        if segment.isFull(limit: place.segmentLimit) { try goOn(behind: segment, with: gossip) }
    }

    /// Goes on in the next segment; where there is no descriptor for that, in the present one until the next write.
    private func goOn(behind segment: OpenSegment, with gossip: GossipNode) throws(StorageError) {
        do throws(StorageError) {
            try beginSegment(with: gossip, waits: place.fsync == .always)
        } catch {
            guard error.isLackingDescriptors, !segment.isOverfull(limit: place.segmentLimit) else { throw error }
        }
    }

    /// Closes the segment, if there is one, and begins the next.
    ///
    /// - Parameters:
    ///   - gossip: The node's logs.
    ///   - number: Its number; `nil` for the next.
    ///   - waits: Whether to wait until the disk has it; all before it must be there then.
    /// - Throws: ``StorageError`` when it cannot be written, or there is one of that number.
    func beginSegment(with gossip: GossipNode, number: Int? = nil, waits: Bool) throws(StorageError) {
        let number = number ?? (segment?.name.number ?? 0) + 1
        for isSettled in [true, false] { try checkFree(SegmentName(number, isSettled: isSettled)) }
        // At a start it is the last that was read.
        let before = archive.segments.last.flatMap { $0.last == number - 1 ? $0.bytes : nil }
        let lengthBefore = segment?.bytes ?? before ?? 0
        let header = SegmentHeader(node: place.node, salt: place.world.word(), lengthBefore: lengthBefore)
        var bytes = header.encoded
        var name = SegmentName(number, isSettled: false)
        let file: any StorageFile
        do throws(SystemError) {
            file = try place.disk.open(name.text, .replace)
            SegmentRecord.append(to: &bytes, offset: 0, salt: header.salt, synced: 0) {
                gossip.produceCheckpoint(into: &$0)
            }
            try write(bytes.span, to: file)
            figures.checkpointBytes += bytes.count
            if waits {
                try sync(file)
                try place.disk.rename(name.text, to: name.settled.text)
                try place.disk.sync()
                figures.ownWaits += 1
                name = name.settled
            }
        } catch {
            throw .system(error)
        }
        close()
        segment = OpenSegment(
            name: name,
            file: file,
            salt: header.salt,
            bytes: bytes.count,
            synced: waits ? bytes.count : 0,
            begun: bytes.count
        )
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

    /// Checks that a file is not there: the directory may not have told of it, and what is written in its place is all that
    /// is left then.
    private func checkFree(_ name: SegmentName) throws(StorageError) {
        do throws(SystemError) {
            _ = try place.disk.open(name.text, .read)
        } catch {
            // Whatever else is wrong with it, it may be there.
            if error.isMissingFile { return }
            throw .system(error)
        }
        let path = place.disk.path(of: name.text)
        throw .system(SystemError(call: "begin", subject: path, code: SystemError.Code.existingFile))
    }

    private func close() {
        guard let segment = segment.take() else { return }
        archive.append(
            ClosedSegment(
                name: segment.name,
                last: segment.name.number,
                bytes: segment.bytes,
                extent: segment.extent,
                checkpoint: segment.begun,
                isSynced: segment.isSynced,
                // Without that policy they may be many, and wait for long.
                file: place.fsync == .interval && !segment.isSynced ? segment.file : nil
            )
        )
    }
}
