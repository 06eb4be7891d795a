import Bytes

/// What was held back, as it was above something missing that has come since.
extension GossipNode {
    /// Applies what was held back and has nothing missing below it any more, as much as the turn has time for: one at least.
    mutating func applyEarlyEntries(of origin: Int, at now: Moment) {
        guard !repair.buffers.isReady(origin) else { return }
        let room = max(1, repair.buffers.left)
        var count = 0
        while count < room, let entry = takeEarlyEntry(of: origin) {
            count += 1
            mark(.entryAppliedLate)
            var cursor = ByteCursor()
            let span = entry.item.span
            // It was decoded once before it was held back.
            guard let item = try? EntryItem(decoding: span, at: &cursor, frameLimit: settings.frameBytes) else {
                preconditionFailure("an entry that was held back is not what it was")
            }
            switch item {
            case .gap, .countedLosses: takeRestoredGap(entry, of: origin, at: now)
            case .post, .state, .unknown, .snapshot, .closedRuns, .logHash, .floor, .note:
                apply(item, in: span, of: origin, isLive: entry.isLive, from: entry.link, at: now)
            }
        }
        if count > 0 {
            logs.count { $0.work.items += count }
            repair.spend(held: count)
        }
        if count >= room, holdsNext(of: origin) { repair.noteReady(origin, at: now) }
    }

    /// Whether what stands right above the head is held back here, and waits for nothing but time.
    func holdsNext(of origin: Int) -> Bool {
        guard let first = repair.buffers[origin].first else { return false }
        return first.sequence <= origins[origin].log.head + 1 && awaitedRun(of: origin) == nil
    }

    /// Begins a turn, and goes on with what is held back and was too much for the last one.
    mutating func applyReadyEntries(at now: Moment) {
        repair.beginTurn()
        while repair.buffers.left > 0, let origin = repair.takeReady(at: now) {
            applyEarlyEntries(of: origin, at: now)
            confirmState(of: origin)
            releaseLaterRuns(of: origin, at: now)
            pursue(origin, isOverdue: false, at: now)
        }
    }
}
