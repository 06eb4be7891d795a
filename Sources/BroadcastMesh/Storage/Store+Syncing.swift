import Gossip

/// What the disk is waited for, and what is rewritten on it, beside the turns of a node.
extension Store {
    /// When ``sync(at:)`` must be called at the latest, in monotonic nanoseconds.
    var deadline: Int64? { journal?.schedule.deadline }

    /// Whether a thread uses the directory.
    var isBusy: Bool { journal?.isInUse == true }

    /// Has the disk waited for when that is due, in monotonic nanoseconds.
    mutating func sync(at now: Int64) {
        guard let deadline, deadline <= now, let wait = journal?.takeSync() else { return }
        ask(for: .wait(wait))
    }

    /// Takes notice of what the disk has now.
    mutating func finishSync(_ done: DiskWait, with gossip: GossipNode, at now: Int64) {
        journal?.finishSync(done, at: now)
        fold(with: gossip)
    }

    /// Takes notice that the disk could not be waited for: nothing is written any more.
    ///
    /// Where it is waited for only so that segments can be rewritten, that is put off, unless the wait itself failed.
    mutating func failSync(_ error: StorageError, with gossip: GossipNode) {
        guard fsync == .none, !error.isFailedWait else { return fail(error) }
        journal?.failFoldWait(error)
        fold(with: gossip)
    }

    /// Takes notice of what became of segments that were rewritten; should it have failed, they stay as they are.
    mutating func finishFold(
        of names: [SegmentName],
        _ result: Result<SegmentFold.Outcome, StorageError>,
        with gossip: GossipNode
    ) {
        journal?.finishFold(of: names, result)
        fold(with: gossip)
    }

    /// Has segments rewritten of which little is still held, if there are any.
    mutating func fold(with gossip: GossipNode) {
        if let fold = journal?.takeFold(with: gossip) {
            ask(for: .fold(fold))
        } else if let wait = journal?.takeFoldWait() {
            ask(for: .wait(wait))
        }
    }

    /// What `/status` tells of the directory; `nil` without one.
    var report: JournalReport? { journal?.report }
}
