import Bytes
import Reactor

extension Journal {
    /// What the disk is to be waited for now, on another thread; ``finishSync(_:at:)`` is told when it has it.
    ///
    /// A slow disk is waited for once at a time.
    func takeSync() -> DiskWait? {
        guard segment != nil else { return nil }
        schedule.begin()
        return DiskWait(place, steps)
    }

    /// Takes notice of what the disk has now.
    func finishSync(_ done: DiskWait, at now: Int64) {
        figures.syncs += done.steps.count
        figures.syncTime += done.duration
        note(done.steps)
        schedule.finish(isBehind: place.fsync == .interval && !steps.isEmpty, at: now)
    }

    /// Takes notice of what the disk has now, as another thread found.
    func note(_ steps: [DiskWait.Step]) {
        for step in steps {
            guard segment?.name.number == step.name.number else {
                archive.noteSynced(step)
                continue
            }
            segment?.name.isSettled = true
            segment?.noteSynced(upTo: step.bytes)
        }
    }

    /// All that the disk may not have yet, the oldest first.
    var steps: [DiskWait.Step] {
        guard let segment, !segment.isSynced else { return archive.steps }
        return archive.steps + [segment.step]
    }

    /// Waits for the disk to have everything, and notes in the file that it has.
    ///
    /// - Throws: What the system says; something of what was written may be lost then.
    func finish() throws(SystemError) {
        guard place.fsync != .none else { return }
        guard !schedule.isRunning else {
            // The disk does not answer the thread that waits for it, and would not answer this one.
            throw SystemError.timedOut("fdatasync", place.disk.path(of: segment?.name.text ?? ""))
        }
        var wait = DiskWait(place, steps)
        try wait.run()
        note(wait.steps)
        guard var segment else { return }
        var end: [UInt8] = []
        segment.appendRecord(to: &end) { _, _ in }
        // Without the note, damage to the last second of this run would look like that of a power failure.
        try write(end.span, to: segment.file)
        try sync(segment.file)
    }

    /// Writes bytes at the end of a file, and counts them.
    func write(_ bytes: Span<UInt8>, to file: any StorageFile) throws(SystemError) {
        let start = place.world.monotonic()
        try file.write(bytes)
        figures.writeTime += place.world.monotonic() - start
        figures.bytes += bytes.count
    }

    /// Waits for the disk to have a file, and counts that.
    func sync(_ file: any StorageFile) throws(SystemError) {
        let start = place.world.monotonic()
        try file.sync()
        figures.syncTime += place.world.monotonic() - start
        figures.syncs += 1
        figures.ownWaits += 1
    }
}
