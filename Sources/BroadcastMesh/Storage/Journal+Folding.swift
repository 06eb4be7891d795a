import Gossip

extension Journal {
    /// The neighbours that are worth rewriting now, if any are; they are being rewritten from here on.
    ///
    /// What retention has let go is gone once they are rewritten. So the disk must have first what they were let go for,
    /// and what follows them: that begins with the checkpoint that has what a rewritten segment leaves out.
    func takeFold(with gossip: GossipNode) -> SegmentFold? {
        if case .waiting(var fold, let mark) = archive.folding {
            guard hasSynced(mark) else { return nil }
            archive.beginFold()
            fold.names = fold.names.map(\.settled)
            return fold
        }
        // What is rewritten has nothing of them.
        guard !gossip.hasUnwrittenClosings, !gossip.isBehindHole else { return nil }
        let limit = place.segmentLimit
        guard let segment,
            let range = archive.nextFold(limit: limit, heldBytes: gossip.heldBytes, held: gossip.heldMessages)
        else { return nil }
        let mark = JournalMark(number: segment.name.number, bytes: segment.bytes)
        let segments = archive.segments[range]
        let fold = SegmentFold(
            place: place,
            lock: lock,
            names: segments.map(\.name),
            unread: Set(segments.filter { gossip.heldMessages(in: $0.extent) == 0 }.map(\.name.number)),
            last: archive.last(of: range),
            endsHole: archive.endsHole(range),
            content: gossip.fold(archive.extent(of: range))
        )
        guard hasSynced(mark) else {
            archive.prepareFold(fold, mark)
            return nil
        }
        archive.beginFold()
        return fold
    }

    /// What the disk is to be waited for next, on another thread, so that segments can be rewritten; ``finishSync(_:at:)``
    /// is told when it has it, else ``failFoldWait(_:)``.
    ///
    /// With every other policy somebody waits for the disk already. It is one segment at a time, so that what has its settled
    /// name is known also where the next one cannot be opened.
    func takeFoldWait() -> DiskWait? {
        guard place.fsync == .none, !schedule.isRunning, let step = foldStep else { return nil }
        schedule.begin()
        return DiskWait(place, [step])
    }

    /// Takes notice that a segment could not be opened, so that the disk was not waited for: nothing is rewritten yet.
    func failFoldWait(_ error: StorageError) {
        let step = foldStep
        schedule.finish(isBehind: false, at: 0)
        guard error.isRemovedFile, let step else { return archive.putOffFold() }
        archive.noteRemoved(step)
    }

    /// The first segment that the disk must have before segments are rewritten, and may not have yet.
    private var foldStep: DiskWait.Step? {
        guard case .waiting(_, let mark) = archive.folding else { return nil }
        return steps.first { $0.name.number <= mark.number }
    }

    /// Takes notice of what became of the segments that were rewritten.
    func finishFold(of names: [SegmentName], _ result: Result<SegmentFold.Outcome, StorageError>) {
        switch result {
        case .success(let outcome):
            figures.bytes += outcome.bytes
            archive.finishFold(of: names.map(\.number), outcome)
        case .failure(let error):
            archive.failFold(of: names.map(\.number), error)
        }
    }

    /// Whether the disk has everything up to a mark for sure.
    private func hasSynced(_ mark: JournalMark) -> Bool {
        guard archive.steps.allSatisfy({ $0.name.number > mark.number }) else {
            return false
        }
        guard let segment, segment.name.number == mark.number else { return true }
        return segment.name.isSettled && segment.synced >= mark.bytes
    }
}
