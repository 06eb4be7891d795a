extension GossipNode {
    /// Takes entries that a neighbour does not hold: somebody else may, and what nobody holds is counted as lost.
    ///
    /// What waits here was not lost here, whatever the neighbour has lost: the gap is taken in parts around it.
    ///
    ///     the gap, as the neighbour has it     ├──────────────────────────────────┤
    ///     the log, and what waits        ──────────── head      ├─┤     ├──┤
    ///     what is taken of it, part by part           ├────────┤   ├───┤    ├─────┤
    ///
    /// - Parameters:
    ///   - whole: The gap, as the neighbour has it.
    ///   - origin: Of which run.
    ///   - number: The neighbour's link.
    ///   - names: How many counts there may still be in parts; beyond that they have no names. What there are is taken off.
    ///   - now: The time.
    mutating func handleGap(_ whole: Gap, of origin: Int, on number: Int, naming names: inout Int, at now: Moment) {
        let head = origins[origin].log.head
        guard origin != ownRun, whole.upper > head else { return }
        repair.noteClaim(max(whole.lower, head + 1)...whole.upper, of: origin, by: number)
        guard whole.lower <= head + 1 else { return }
        var account = account(for: whole, of: origin)
        let gap = account.gap
        let goesToTheEnd = goesToTheEnd(gap, of: origin, from: number)
        while let part = nextPart(of: account.gap, of: origin), !mustWait(gap, of: origin, on: number, at: now) {
            guard mayTake(part, of: origin, from: number, at: now) else {
                mark(.gapLeftToOthers)
                return repair.noteTried(number, for: origin)
            }
            mark(.gapTaken)
            let isFirst = part.lower == gap.lower
            let told = goesToTheEnd ? gap.suffix(from: part.lower) : part
            let fresh = account.uncounted(in: told)
            let (counts, total) = account.count(part)
            logs.countLosses(counts, together: total)
            // Of parts that follow each other here nobody knows which lost what: that is told with the first.
            if isFirst || !goesToTheEnd {
                logs.tellLosses(told, counting: fresh, since: whole.lower, upTo: part.upper, of: origin)
            }
            // The frame itself was counted once.
            if !isFirst { logs.count { $0.work.items += counts.count } }
            names -= counts.count
            if names < 0 { account.forgetNames() }
            goOn(behind: part.counted(as: counts), of: origin, from: number, at: now)
        }
    }

    /// Whether nothing is in sight that keeps a gap from being taken to its end.
    private func goesToTheEnd(_ gap: Gap, of origin: Int, from number: Int) -> Bool {
        !gap.hidesState(from: presence.stateSequence(of: origin)) && !mustWait(in: gap, of: origin)
            && !links.indices.contains { $0 != number && isCandidate($0, for: origin, above: gap.lower - 1) }
    }

    /// Whether to take a part of a gap: it hides no change of state that is to be had, and no message that somebody else may
    /// bring.
    private mutating func mayTake(_ part: Gap, of origin: Int, from number: Int, at now: Moment) -> Bool {
        let hidesState = part.hidesState(from: presence.stateSequence(of: origin))
        guard !hidesState || mayLackState(behind: part, of: origin, on: number, at: now) else { return false }
        guard part.messageCount > 0 else { return true }
        return !mayBeHeldElsewhere(part, of: origin, than: number) && !awaitsOthers(than: number, at: now)
            && !mayBeOnItsWay(part, of: origin, otherThanOn: number, at: now)
    }

    /// Takes a part of a gap for entries, and goes on with what waits right behind it.
    private mutating func goOn(behind part: Gap, of origin: Int, from number: Int, at now: Moment) {
        append(part, of: origin, at: now)
        // Others hear of the head from us, and ask for the gap as we did.
        logs.noteArrival(of: origin, over: links[number].serial, isLive: false)
        if part.hidesState(from: presence.stateSequence(of: origin)) { presence.noteIncomplete(origin, at: now) }
        presence.noteStateless(upTo: part.upper, of: origin)
        repair.forgetTried(for: origin)
        applyEarlyEntries(of: origin, at: now)
    }

    /// What may be lost here of a gap: what is known of its entries here was not.
    private mutating func account(for gap: Gap, of origin: Int) -> GapAccount {
        let log = origins[origin].log
        var known = GapAccount.Known(of: gap)
        if log.head >= gap.lower {
            let numbers = gap.lower...min(log.head, gap.upper)
            // Eight messages, or counts, take about as long as an item does.
            logs.count { $0.work.items += min(numbers.count, settings.limits.knownEntries) / 8 }
            if let posts = log.heldPostCounts(in: numbers, limit: settings.limits.knownEntries),
                let gaps = log.gaps(in: numbers, limit: settings.limits.knownEntries)
            {
                for (channel, count) in posts { known.messages[channels[existing: channel].key, default: 0] += count }
                for part in gaps { known.add(part) }
            } else {
                known = GapAccount.Known(of: gap, ofUnread: numbers.upperBound - numbers.lowerBound + 1)
            }
        }
        let posts = repair.buffers[origin].posts
        var early: [ChannelKey: UInt64] = [:]
        for channel in gap.counts.compactMap(\.channel) { early[channel] = posts.count(of: channel, upTo: gap.upper) }
        let others = posts.count(upTo: gap.upper) - early.values.reduce(0, +)
        return GapAccount(of: gap, above: log.head, known: known, early: early, others: others)
    }

    /// The part of a gap that begins right above the head, up to the next entry that waits, here or for an earlier run.
    private func nextPart(of gap: Gap, of origin: Int) -> Gap? {
        let head = origins[origin].log.head
        guard gap.upper > head else { return nil }
        var part = gap.suffix(from: head + 1)
        if let link = presence.link(of: origin), (head + 2...max(part.upper, head + 2)).contains(link.at) {
            part = part.prefix(below: link.at)
        }
        guard let early = repair.buffers[origin].first?.sequence else { return part }
        return early > head + 1 ? part.prefix(below: early) : nil
    }

    /// Whether a neighbour has come just now, and some other that may hold more is not there yet, or has not told what it has.
    func awaitsOthers(than number: Int, at now: Moment) -> Bool {
        guard let peer = links[number].peer, now.monotonic - peer.greetedAt < settings.acquaintanceTime else {
            return false
        }
        let others = links.indices.count { $0 != number && links[$0].isUp && links[$0].peer?.hasClock == true }
        return others < settings.neighbours.count - 1
    }

    /// Whether a neighbour that keeps less than this node lacks what another may be about to bring, which has not told of it.
    ///
    /// A link of which only heads are wanted tells of them later than entries come, and a long message takes its time. Others
    /// have some time for that, and longer where they are in the middle of a frame, once: who told of nothing then hears of
    /// it from here.
    private mutating func mayBeOnItsWay(_ gap: Gap, of origin: Int, otherThanOn number: Int, at now: Moment) -> Bool {
        guard let patience = timeForOthers(than: number, of: origin) else { return false }
        let silent = links.indices.filter { other in
            guard other != number, links[other].isUp else { return false }
            let log = links[other, origin: origin]
            return log.head < gap.upper && !log.isAwaitedInVain
        }
        guard !silent.isEmpty else { return false }
        let refusal = Refusal(link: number, sequence: gap.lower, at: now, lasting: patience.time)
        let others = (patience.isLongerInFrames ? silent : []).map { other in
            let begun = links[other].incoming.begun
            var source = source(other, of: origin)
            (source.unfinished, source.arrivedBytes) = (begun.numbers, begun.byteCount)
            return source
        }
        if repair.refuse(refusal, of: origin, awaiting: others, at: now) { return true }
        for other in silent { links[other, origin: origin].noteAwaitedInVain() }
        return false
    }

    private func mayBeHeldElsewhere(_ gap: Gap, of origin: Int, than number: Int) -> Bool {
        links.indices.contains { other in
            other != number && isCandidate(other, for: origin, above: gap.lower - 1)
                && links[other, origin: origin].floor <= gap.upper
                && !repair.lacks(gap.lower...gap.upper, of: origin, link: other)
        }
    }
}
