extension GossipNode {
    /// Takes entries that a neighbour does not hold: somebody else may, and what nobody holds is counted as lost.
    ///
    /// What waits here was not lost here, whatever the neighbour has lost: the gap is taken in parts around it.
    mutating func handleGap(_ gap: Gap, of origin: Int, on number: Int, at now: Moment) {
        guard origin != ownRun, gap.lower <= origins[origin].log.head + 1 else { return }
        var uncounted = gap.counts
        while let part = nextPart(of: gap, of: origin), !mustWait(gap, of: origin, on: number, at: now) {
            guard !part.hidesState(from: presence.stateSequence(of: origin)),
                part.messageCount == 0 || !mayBeHeldElsewhere(part, of: origin, than: number)
            else {
                mark(.gapLeftToOthers)
                return repair.noteTried(number, for: origin)
            }
            mark(.gapTaken)
            logs.countLosses(part.takingLosses(from: &uncounted), of: origin)
            append(part, of: origin, at: now)
            // Others hear of the head from us, and ask for the gap as we did.
            logs.noteArrival(of: origin, over: links[number].serial, isLive: false)
            presence.noteStateless(upTo: part.upper, of: origin)
            repair.forgetTried(for: origin)
            applyEarlyEntries(of: origin, at: now)
        }
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

    private func mayBeHeldElsewhere(_ gap: Gap, of origin: Int, than number: Int) -> Bool {
        let tried = repair.request(for: origin)?.triedLinks ?? []
        return links.indices.contains { other in
            other != number && !tried.contains(other) && isCandidate(other, for: origin, above: gap.lower - 1)
                && links[other, origin: origin].floor <= gap.upper
        }
    }
}
