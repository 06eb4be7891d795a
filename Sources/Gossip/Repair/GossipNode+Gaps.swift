extension GossipNode {
    /// Takes entries that a neighbour does not hold: somebody else may, and what nobody holds is counted as lost.
    mutating func handleGap(_ gap: Gap, of origin: Int, on number: Int, at now: Moment) {
        let head = origins[origin].log.head
        guard origin != ownRun, gap.upper > head, gap.lower <= head + 1 else { return }
        guard !mustWait(gap, of: origin, on: number, at: now) else { return }
        let whole = gap
        var gap = gap.suffix(from: head + 1)
        // What waits here was not lost here, whatever the neighbour has lost.
        if let early = origins[origin].early.first?.sequence { gap = gap.prefix(below: early) }
        if gap.messageCount > 0, mayBeHeldElsewhere(gap, of: origin, than: number) {
            origins[origin].want?.triedLinks.append(number)
            return
        }
        counters.lost &+= gap.messageCount
        for count in gap.counts {
            guard let channel = count.channel else { continue }
            table.noteLoss(of: count.messages, in: channel)
        }
        noteLosses(gap, of: origin)
        moveHead(of: origin, at: now) { $0.append(gap: gap) }
        // Others hear of the head from us, and ask for the gap as we did.
        arrivals.append(Arrival(origin: origin, sequence: gap.upper, link: links[number].serial, isLive: false))
        origins[origin].stateSequence = max(origins[origin].stateSequence, gap.upper)
        origins[origin].want?.triedLinks = []
        applyEarlyEntries(of: origin, at: now)
        handleGap(whole, of: origin, on: number, at: now)
    }

    private func mayBeHeldElsewhere(_ gap: Gap, of origin: Int, than number: Int) -> Bool {
        let tried = origins[origin].want?.triedLinks ?? []
        return links.indices.contains { other in
            other != number && !tried.contains(other) && isCandidate(other, for: origin, above: gap.lower - 1)
                && origins.peerLogs[origin, other].floor <= gap.upper
        }
    }
}
