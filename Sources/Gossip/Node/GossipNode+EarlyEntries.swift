import Bytes

/// What was held back, as it was above something missing that has come since.
extension GossipNode {
    /// How many entries that were held back are applied at once; the rest waits for the next turn.
    ///
    /// A peer can have 16 MB of them held, of some hundred bytes each, and bring what is missing below them in the end.
    static let earlyAtOnce = 1000

    /// Applies what was held back and has nothing missing below it any more: so much of it at a time.
    mutating func applyEarlyEntries(of origin: Int, at now: Moment) {
        // Else every entry that comes meanwhile would bring as many again.
        guard !repair.buffers.ready.contains(origin) else { return }
        var count = 0
        while count < Self.earlyAtOnce, let entry = takeEarlyEntry(of: origin) {
            count += 1
            mark(.entryAppliedLate)
            var cursor = ByteCursor()
            let span = entry.item.span
            // It was decoded once before it was held back.
            guard let item = try? EntryItem(decoding: span, at: &cursor, frameLimit: settings.frameBytes) else {
                preconditionFailure("an entry that was held back is not what it was")
            }
            apply(item, in: span, of: origin, isLive: entry.isLive, from: entry.link, at: now)
        }
        if count > 0 { logs.count { $0.work.items += count } }
        guard count == Self.earlyAtOnce, repair.buffers[origin].byteCount > 0 else { return }
        repair.noteReady(origin, at: now)
    }

    /// Goes on with what is held back of one origin and was too much for the last turn.
    mutating func applyReadyEntries(at now: Moment) {
        guard let origin = repair.takeReady(at: now) else { return }
        applyEarlyEntries(of: origin, at: now)
        releaseLaterRuns(of: origin, at: now)
        pursue(origin, isOverdue: false, at: now)
    }
}
