import Bytes

/// The runs of a node come one after the other: what a later one says of an earlier one is waited for.
extension GossipNode {
    /// Whether an entry must wait for an earlier run of its node; then that is asked for.
    ///
    /// Whoever holds the entry holds that run as far as it says, so the sender can bring it.
    mutating func mustWait(_ item: EntryItem, of origin: Int, on number: Int, at now: Moment) -> Bool {
        guard case .state(.previous(let epoch, let upTo), _, _) = item else { return false }
        return lacks(upTo, ofRun: epoch, before: origin, on: number, at: now)
    }

    /// Whether entries that a neighbour does not hold must wait: a snapshot said already which run comes before them.
    mutating func mustWait(_ gap: Gap, of origin: Int, on number: Int, at now: Moment) -> Bool {
        guard let link = presence.link(of: origin), link.at == origins[origin].log.head + 1, link.at <= gap.upper
        else { return false }
        return lacks(link.upTo, ofRun: link.epoch, before: origin, on: number, at: now)
    }

    /// Whether entries that a neighbour does not hold, or some of them, must wait for an earlier run of their node.
    func mustWait(in gap: Gap, of origin: Int) -> Bool {
        guard let link = presence.link(of: origin), (gap.lower...gap.upper).contains(link.at) else { return false }
        return isLacking(link, of: origin)
    }

    private mutating func lacks(
        _ upTo: UInt64,
        ofRun epoch: UInt64,
        before origin: Int,
        on number: Int,
        at now: Moment
    ) -> Bool {
        let member = origins[origin].node
        guard epoch < origins[origin].epoch else { return false }
        guard isTracked(epoch, of: member) else { return false }
        let earlier = origins.run(of: member, epoch: epoch) ?? addRun(epoch, of: member)
        guard origins[earlier].log.head < upTo else { return false }
        noteHead(upTo, of: earlier, on: number)
        expect(earlier, upTo: upTo, for: origin, at: now)
        return true
    }

    /// Has an earlier run asked for, and the later one looked at when it has come.
    private mutating func expect(_ earlier: Int, upTo sequence: UInt64, for origin: Int, at now: Moment) {
        // It is asked for when its time comes, which is now: it may wait for an earlier one itself, and that for another, a row
        // of thousands.
        if repair.request(for: earlier) == nil { _ = repair.noteMissing(of: earlier, isOverdue: false, at: now) }
        repair.expect(earlier, upTo: sequence, for: origin)
    }

    /// What a run says of an earlier one that is not here as far as that, if the run waits for it.
    ///
    /// The entries below the one that says it wait for nothing, also where a snapshot has told of it already.
    func awaitedRun(of origin: Int) -> RunLink? {
        let head = origins[origin].log.head
        var link = presence.link(of: origin).flatMap { $0.at == head + 1 ? $0 : nil }
        if let first = repair.buffers[origin].first, first.sequence == head + 1 { link = first.runLink ?? link }
        return link.flatMap { isLacking($0, of: origin) ? $0 : nil }
    }

    /// Whether an earlier run is not here as far as a run says.
    func isLacking(_ link: RunLink, of origin: Int) -> Bool {
        let member = origins[origin].node
        return link.epoch < origins[origin].epoch && isTracked(link.epoch, of: member)
            && link.upTo > knownHead(ofRun: link.epoch, of: member)
    }

    /// Whether a run has a number here, or there is room for it.
    private func isTracked(_ epoch: UInt64, of member: Int) -> Bool {
        origins.run(of: member, epoch: epoch) != nil || origins.hasRoom(forRunOf: member)
    }

    /// How far a run is known here, whether it has a number, is closed, or was never heard of.
    private func knownHead(ofRun epoch: UInt64, of member: Int) -> UInt64 {
        if let run = origins.run(of: member, epoch: epoch) { return origins[run].log.head }
        let closed = origins[member: member].closed
        return epoch <= closed.watermark ? .max : closed.run(epoch)?.head ?? 0
    }

    /// Whether a run waits for an earlier one, and so is not asked for; the earlier one is.
    mutating func waitsForEarlierRun(_ origin: Int, at now: Moment) -> Bool {
        guard let link = awaitedRun(of: origin) else { return false }
        let member = origins[origin].node
        // It may have been given up meanwhile, and lost its number.
        let earlier = origins.run(of: member, epoch: link.epoch) ?? addRun(link.epoch, of: member)
        for number in links.indices where isCandidate(number, for: origin, above: link.at - 1) {
            noteHead(link.upTo, of: earlier, on: number)
        }
        expect(earlier, upTo: link.upTo, for: origin, at: now)
        return true
    }

    /// A run has come further: later runs of its node may have waited for that, and others for those.
    ///
    /// They are freed as the turn has time for them and for what is held back of them.
    mutating func releaseLaterRuns(of origin: Int, at now: Moment) {
        var earlier = origin
        var free: [Int] = []
        var place = 0
        while true {
            if let later = repair.takeLaterRun(of: earlier, head: origins[earlier].log.head, at: now) {
                // It may wait for another one by now.
                guard !waitsForEarlierRun(later, at: now) else { continue }
                applyEarlyEntries(of: later, at: now)
                free.append(later)
            } else if place < free.count {
                earlier = free[place]
                place += 1
            } else {
                break
            }
        }
        if !free.isEmpty { logs.count { $0.work.notes += free.count } }
        for run in free {
            confirmState(of: run)
            pursue(run, isOverdue: false, at: now)
        }
    }
}

extension HeldEntry {
    /// What the entry says of an earlier run, if it is about that.
    var runLink: RunLink? {
        guard item.first == EntryItem.Tag.previous.rawValue else { return nil }
        var cursor = ByteCursor()
        // It was decoded once before it was held back.
        guard let decoded = try? EntryItem(decoding: item.span, at: &cursor, frameLimit: 0),
            case .state(.previous(let epoch, let upTo), _, _) = decoded
        else { return nil }
        return RunLink(at: sequence, epoch: epoch, upTo: upTo)
    }
}
