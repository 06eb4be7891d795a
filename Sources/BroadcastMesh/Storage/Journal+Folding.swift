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
        guard let segment, let range = archive.nextFold(limit: place.segmentLimit, held: gossip.heldMessages) else {
            return nil
        }
        let mark = JournalMark(number: segment.name.number, bytes: segment.bytes)
        let segments = archive.segments[range]
        let fold = SegmentFold(
            place: place,
            lock: lock,
            // With every other policy somebody waits for the disk already.
            wait: DiskWait(place, place.fsync == .none ? steps : []),
            names: segments.map(\.name),
            unread: Set(segments.filter { gossip.heldMessages(in: $0.extent) == 0 }.map(\.name.number)),
            last: archive.last(of: range),
            content: gossip.fold(archive.extent(of: range))
        )
        guard place.fsync == .none || hasSynced(mark) else {
            archive.prepareFold(fold, mark)
            return nil
        }
        archive.beginFold()
        return fold
    }

    /// Takes notice of what became of the segments that were rewritten.
    func finishFold(of names: [SegmentName], _ result: Result<SegmentFold.Outcome, StorageError>) {
        switch result {
        case .success(let outcome):
            figures.bytes += outcome.bytes
            note(outcome.synced)
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
