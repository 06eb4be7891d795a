extension GossipNode {
    /// How long an answer may be silent at least before somebody else is asked, in nanoseconds.
    static let answerPatience: Int64 = .milliseconds(500)

    /// How long to wait when nobody can be asked, in nanoseconds.
    static let lonelyPatience: Int64 = .milliseconds(1000)

    /// Takes notice of how far a peer's log of an origin reaches.
    mutating func noteHead(_ head: UInt64, of origin: Int, on number: Int) {
        peerLogs[origin, number].head = max(peerLogs[origin, number].head, head)
        guard origins[origin].node == origins[ownRun].node else { return }
        noteConfirmation(head, of: origin)
        guard origin == ownRun, head > origins[ownRun].log.head else { return }
        // The mesh knows entries of this run that this process never made.
        incarnation.noteForeign(epoch)
    }

    /// The newest entry of an origin that some neighbour is known to hold, or that waits here.
    func knownHead(of origin: Int) -> UInt64 {
        var head = origins[origin].early.last ?? 0
        for number in links.indices where links[number].phase == .open {
            head = max(head, peerLogs[origin, number].head)
        }
        return head
    }

    /// Whether somebody has entries of an origin that are not here.
    private func isMissingSomething(of origin: Int) -> Bool {
        let head = origins[origin].log.head
        // What is known through links that are closing only makes the question be asked in full.
        guard peerLogs.newestHead(of: origin) > head || origins[origin].early.last != nil else { return false }
        return knownHead(of: origin) > head
    }

    /// Sees to it that what is missing of an origin is asked for: at once, or when the eager path had its time.
    ///
    /// - Parameters:
    ///   - origin: The origin.
    ///   - isOverdue: Whether it was a lazy link that told of it, so that the parent may still bring it.
    ///   - now: The time.
    mutating func pursue(_ origin: Int, isOverdue: Bool, at now: Moment) {
        guard origin != ownRun else { return }
        guard isMissingSomething(of: origin) else {
            if origins[origin].want != nil { forgetWant(of: origin) }
            return
        }
        if origins[origin].want == nil {
            let deadline = now.monotonic + (isOverdue ? settings.patience : 0)
            origins[origin].want = Want(deadline: deadline, isOverdue: isOverdue)
            wanted.append(origin)
        } else if !isOverdue, origins[origin].want?.askedLink == nil {
            origins[origin].want?.isOverdue = false
            origins[origin].want?.deadline = now.monotonic
        }
        if let want = origins[origin].want, want.askedLink == nil, want.deadline <= now.monotonic {
            ask(for: origin, at: now)
        }
    }

    /// Looks after every want whose deadline has passed.
    mutating func handleWants(at now: Moment) {
        for origin in wanted {
            guard let want = origins[origin].want, want.deadline <= now.monotonic else { continue }
            guard knownHead(of: origin) > origins[origin].log.head else {
                // Who knew more is gone.
                mark(.wantForgotten)
                forgetWant(of: origin)
                continue
            }
            if let asked = want.askedLink {
                let patience = answerPatience(of: asked)
                guard links[asked].answeredAt + patience <= now.monotonic else {
                    // The link is busy with answers: ours is in the queue.
                    mark(.answerAwaitedLonger)
                    let answeredAt = links[asked].answeredAt
                    origins[origin].want?.deadline = answeredAt + patience
                    continue
                }
                guard !isInTheMiddle(asked, for: origin) else {
                    origins[origin].want?.deadline = now.monotonic + patience
                    continue
                }
                origins[origin].want?.askedLink = nil
                mark(.neighbourAskedInVain)
                noteTried(asked, for: origin)
            } else if let patience = patienceWithFrames(of: origin) {
                origins[origin].want?.deadline = now.monotonic + patience
                continue
            } else if want.isOverdue {
                trees.noteStaleParent(of: origin)
            }
            ask(for: origin, at: now)
        }
    }

    /// How long to wait for what is missing of an origin, when all who have it are in the middle of sending something.
    private mutating func patienceWithFrames(of origin: Int) -> Int64? {
        let head = origins[origin].log.head
        var patience: Int64?
        for number in links.indices where isCandidate(number, for: origin, above: head) {
            guard isInTheMiddle(number, for: origin) else { return nil }
            patience = max(patience ?? 0, answerPatience(of: number))
        }
        return patience
    }

    /// Asks one neighbour for the oldest part of what is missing.
    private mutating func ask(for origin: Int, at now: Moment) {
        let lower = origins[origin].log.head + 1
        // Questions are in vain where the answer is under way already.
        if let patience = patienceWithFrames(of: origin) {
            origins[origin].want?.deadline = now.monotonic + patience
            return
        }
        guard let number = linkToAsk(for: origin) else {
            wait(for: origin, at: now)
            return
        }
        if waitsForEarlierRun(origin, at: now) {
            let deadline = now.monotonic + answerPatience(of: number)
            origins[origin].want?.deadline = deadline
            return
        }
        let deadline = now.monotonic + answerPatience(of: number)
        origins[origin].want?.deadline = deadline
        let isGraft = trees.isStale(origin)
        // What is not asked now, for want of room, is asked when the patience ends.
        guard isGraft || links[number].asks.count < settings.limits.answers else { return mark(.questionDropped) }
        mark(.entriesAskedFor)
        origins[origin].want?.askedLink = number
        origins[origin].want?.askedFrom = lower
        // The answer comes behind what is under way now.
        origins[origin].want?.awaited = []
        // A graft is answered with everything that is missing.
        guard !isGraft else {
            mark(.graftInPlaceOfQuestion)
            return graft(origin, onto: number)
        }
        var upper = peerLogs[origin, number].head
        if let first = origins[origin].early.first?.sequence { upper = min(upper, first - 1) }
        links[number].asks.append(Ask(origin: origin, lower: lower, upper: max(upper, lower)))
    }

    /// Nobody who could be asked has what is missing, or all were asked in vain: they are asked again later.
    private mutating func wait(for origin: Int, at now: Moment) {
        guard var want = origins[origin].want else { return }
        want.lonelyRounds = want.triedLinks.isEmpty ? want.lonelyRounds + 1 : 0
        guard want.lonelyRounds < settings.limits.lonelyRounds else {
            // Whoever had it is gone for good, and what waits for it is of no use.
            mark(.wantGivenUp)
            dropEarlyEntries(of: origin)
            return forgetWant(of: origin)
        }
        mark(.nobodyToAsk)
        want.triedLinks = []
        want.deadline = now.monotonic + Self.lonelyPatience
        origins[origin].want = want
    }

    private mutating func forgetWant(of origin: Int) {
        origins[origin].want = nil
        if let index = wanted.firstIndex(of: origin) { wanted.swapAt(index, wanted.count - 1) }
        wanted.removeLast()
    }
}
