/// Whom to ask for what is missing, and for what.
extension Repair {
    /// See ``GapRequest/handleDeadline(among:asked:at:)``.
    mutating func handleDeadline(
        of origin: Int,
        among sources: [RepairSource],
        asked: RepairSource?,
        at now: Moment
    ) -> GapRequest.Verdict {
        let verdict =
            requests.change(origin) { $0.handleDeadline(among: sources, asked: asked, at: now) } ?? .awaitFrames
        if let branch = verdict.mark { mark(branch) }
        return verdict
    }

    /// Chooses whom to ask for what is missing above an entry, and when to look after that again.
    ///
    /// - Returns: `nil` when nobody can be asked now.
    mutating func chooseSource(
        for origin: Int,
        among sources: [RepairSource],
        above head: UInt64,
        at now: Moment
    ) -> RepairSource? {
        let next = head + 1...head + 1
        let claimants = sources.map(\.link).filter { claims.contain(next, of: origin, by: $0) }
        switch requests.change(origin, { $0.choose(among: sources, sparing: claimants, at: now) }) {
        case .source(let source): return source
        case .nobody: startOver(origin, above: head, at: now)
        case .underWay, nil: break
        }
        return nil
    }

    /// How many holes between what is held back are asked for at once, and how many entries are looked at to find them.
    ///
    /// One after the other each would take the time there and back, and a log can have one behind each message. Thousands may
    /// be held back without a hole: whoever asks again and again does not look at all of them.
    static let holesAtOnce = 64
    static let holeLooks = 1000

    /// Asks a source for the oldest part of what is missing, and for the next ones.
    ///
    /// - Parameters:
    ///   - source: Who was chosen.
    ///   - origin: The origin.
    ///   - head: The newest entry below which nothing is missing.
    ///   - room: How many questions there is room for.
    /// - Returns: What the source is told.
    mutating func ask(_ source: RepairSource, for origin: Int, above head: UInt64, room: Int) -> [RepairDirective] {
        let next = head + 1...head + 1
        // Who said that what is next is in a gap, and is asked all the same, is asked for all.
        let lacksNext = claims.contain(next, of: origin, by: source.link)
        let all = buffers[origin].holes(limit: min(Self.holesAtOnce, room - 1), looks: Self.holeLooks)
        let holes = all.filter { hole in
            hole.lowerBound <= source.head && (lacksNext || !claims.contain(hole, of: origin, by: source.link))
        }
        var upper = source.head
        if let first = buffers[origin].first?.sequence { upper = min(upper, first - 1) }
        mark(.entriesAskedFor)
        if !holes.isEmpty { mark(.holesAskedForTogether) }
        requests.change(origin) { $0.ask(source.link, from: head + 1, answers: 1 + holes.count) }
        return ([head + 1...max(upper, head + 1)] + holes).map { entries in
            .ask(origin: origin, entries: entries, link: source.link)
        }
    }

    /// Has a source be the parent as well: that is answered with everything that is missing.
    mutating func graft(_ source: RepairSource, for origin: Int, above head: UInt64) -> RepairDirective {
        mark(.graftInPlaceOfQuestion)
        requests.change(origin) { $0.ask(source.link, from: head + 1, answers: 1) }
        return .graft(origin: origin, link: source.link)
    }

    private mutating func startOver(_ origin: Int, above head: UInt64, at now: Moment) {
        let deadline = now.monotonic + Self.lonelyPatience
        let rounds = lonelyRounds
        let isGone = requests.change(origin) { $0.startOver(at: deadline, limit: rounds) } == false
        // What the journal has behind a hole is not given up, but what is missing below it.
        if isGone, !isBroken(origin, above: head) { giveUp(origin, as: .wantGivenUp) } else { mark(.nobodyToAsk) }
    }
}
