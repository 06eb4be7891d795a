import Gossip
import Reactor

extension Journal {
    /// Goes on in the next segment; in the present one until the next write where as many wait for the disk as may, or where
    /// there is no descriptor for another.
    func goOn(with gossip: GossipNode, at now: Moment) throws(StorageError) {
        guard archive.openCount < SegmentArchive.mostOpen else { return schedule.hurry(at: now.monotonic) }
        do throws(StorageError) {
            try beginSegment(with: gossip, waits: place.fsync == .always)
        } catch {
            guard error.isLackingDescriptors, segment?.lackDescriptor(limit: place.segmentLimit) == true else {
                throw error
            }
        }
    }

    /// Whether what is written to a segment is waited for before it is echoed: with ``FsyncPolicy/interval`` only where the
    /// disk is so far behind that it keeps the next one from being begun for long.
    func mustWait(for segment: OpenSegment) -> Bool {
        switch place.fsync {
        case .none: false
        case .interval: segment.isOverfull(limit: place.segmentLimit) && archive.openCount >= SegmentArchive.mostOpen
        case .always: true
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
