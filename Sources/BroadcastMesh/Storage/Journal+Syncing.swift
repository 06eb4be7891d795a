import Bytes
import Reactor

extension Journal {
    /// Has the disk waited for in a while, if that is the policy.
    func planSync(at now: Int64) {
        guard fsync == .interval, syncDeadline == nil, !isSyncing else { return }
        syncDeadline = now + Self.syncInterval
    }

    /// What the disk is to be waited for now, on another thread; ``finishSync(_:at:)`` is told when it has it.
    ///
    /// A slow disk is waited for once at a time.
    func takeSync() -> SegmentSync? {
        syncDeadline = nil
        guard let segment else { return nil }
        isSyncing = true
        return SegmentSync(file: segment.file, number: segment.number, bytes: segment.bytes)
    }

    /// Takes notice of what the disk has now.
    func finishSync(_ done: SegmentSync, at now: Int64) {
        isSyncing = false
        figures.syncs += 1
        figures.syncTime += done.duration
        guard segment?.number == done.number else { return planSync(at: now) }
        segment?.noteSynced(upTo: done.bytes)
        if let segment, segment.synced < segment.bytes { planSync(at: now) }
    }

    /// Waits for the disk to have everything, and notes in the file that it has.
    func finish() throws(SystemError) {
        guard fsync != .none else { return }
        try syncNow()
        guard var segment else { return }
        var end: [UInt8] = []
        segment.appendRecord(to: &end) { _, _ in }
        // Without the note, damage to the last second of this run would look like that of a power failure.
        guard (try? write(end.span, to: segment.file)) != nil else { return }
        try sync(segment.file)
    }

    /// Waits for the disk to have everything, unless it never is waited for.
    func syncNow() throws(SystemError) {
        guard fsync != .none, let file = segment?.file else { return }
        try sync(file)
        segment?.noteSynced(upTo: .max)
        syncDeadline = nil
    }

    /// Writes bytes at the end of a file, and counts them.
    func write(_ bytes: Span<UInt8>, to file: File) throws(SystemError) {
        let start = Clock.monotonic()
        try file.write(bytes)
        figures.writeTime += Clock.monotonic() - start
        figures.bytes += bytes.count
    }

    /// Waits for the disk to have a file, and counts that.
    func sync(_ file: File) throws(SystemError) {
        let start = Clock.monotonic()
        try file.sync()
        figures.syncTime += Clock.monotonic() - start
        figures.syncs += 1
    }
}
