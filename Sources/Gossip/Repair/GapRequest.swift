/// Entries of an origin are missing here, and exist elsewhere: whom they were asked of, and who comes next.
///
/// Not to be mixed up with a ``Gap``: that is what stands in the place of entries that were let go.
///
///     waiting ──the deadline passes──▶ asked ──the answer ends──▶ nothing is missing any more
///        ▲                               │
///        └──────no answer in time────────┘
struct GapRequest {
    /// How many answers in a row may have brought nothing that is next, before whoever answers counts as one who has
    /// nothing.
    static let emptyAnswerLimit = 4

    /// How often in a row to ask all who tell of something that none of them brings.
    static let vainRoundLimit = 10

    /// When to ask, or to give up on the link that was asked; monotonic nanoseconds.
    private(set) var deadline: Int64

    /// The link that was asked; `nil` while the eager path is given time, or nobody can be asked.
    private(set) var askedLink: Int?

    /// When the link was chosen that was asked last, or since brought something of it; monotonic nanoseconds.
    var waitsSince = Int64.min

    /// The first entry that the link was asked for, and how many answers it has still to end.
    private var asked = (from: UInt64(0), openAnswers: 0)

    /// How many answers have brought nothing since it was asked for from there, and how often all were asked in vain.
    private var emptyAnswers = 0
    private var vainRounds = 0

    /// Links that did not answer, or that hold no more of it than a gap.
    var triedLinks: [Int] = []

    /// What a neighbour that keeps less than this node said, as long as that is not the last word.
    var refusal: Refusal?

    /// How often in a row no neighbour was known to have it.
    private(set) var lonelyRounds = 0

    /// Whether it began with a head that a lazy link announced: the parent should have brought it.
    private var isOverdue: Bool

    /// Frames that links were in the middle of when the question came up: the answer may be in them.
    private var awaited = AwaitedFrames()

    /// Starts to wait.
    ///
    /// - Parameters:
    ///   - deadline: Until when, in monotonic nanoseconds.
    ///   - isOverdue: Whether it was a lazy link that told of it.
    init(deadline: Int64, isOverdue: Bool) {
        self.deadline = deadline
        self.isOverdue = isOverdue
    }

    /// Has somebody asked now, if nobody is at the moment.
    mutating func hurry(at now: Moment) {
        guard askedLink == nil else { return }
        isOverdue = false
        deadline = now.monotonic
    }

    /// Judges what a deadline means that has passed.
    ///
    /// - Parameters:
    ///   - sources: The links that lead to somebody who has more of it, by number.
    ///   - asked: The link that was asked, if any was.
    ///   - now: The time.
    /// - Returns: What is to be done.
    mutating func handleDeadline(among sources: [RepairSource], asked: RepairSource?, at now: Moment) -> Verdict {
        guard let asked else {
            if let patience = awaited.patience(with: sources) {
                deadline = now.monotonic + patience
                return .awaitFrames
            }
            return isOverdue ? .askInsteadOfParent : .ask
        }
        let isOverlong = isOverlong(asked, at: now) && hasAnother(than: asked, among: sources)
        guard asked.answeredAt + asked.patience <= now.monotonic || isOverlong else {
            // The link is busy with answers: ours is in the queue.
            deadline = asked.answeredAt + asked.patience
            return .awaitAnswer
        }
        guard !awaited.mayComeFrom(asked) || isOverlong else {
            deadline = now.monotonic + asked.patience
            return .awaitFrames
        }
        askedLink = nil
        noteTried(asked.link)
        return .askAnother
    }

    /// Chooses whom to ask, and when to look after that again.
    ///
    /// - Parameters:
    ///   - sources: Who can be asked.
    ///   - claimants: The links among them that said that what is next is in a gap: they are asked when nobody else is left.
    ///   - now: The time.
    /// - Returns: Who is to be asked, if anybody can be.
    mutating func choose(among sources: [RepairSource], sparing claimants: [Int], at now: Moment) -> Choice {
        // Questions are in vain where the answer is under way already.
        if let patience = awaited.patience(with: sources) {
            deadline = now.monotonic + patience
            return .underWay
        }
        noteTime(now)
        guard let source = best(of: sources.filter { !claimants.contains($0.link) }) ?? best(of: sources) else {
            guard let refusal, !refusal.isOver else { return .nobody }
            deadline = refusal.end
            return .underWay
        }
        deadline = now.monotonic + source.patience
        waitsSince = now.monotonic
        return .source(source)
    }

    /// The source that holds the most of what is missing, of those that were not tried; the quicker of equals.
    private mutating func best(of sources: [RepairSource]) -> RepairSource? {
        var best: RepairSource?
        for source in sources where !triedLinks.contains(source.link) && !awaited.mayComeFrom(source) {
            if best.map({ source.isBetter(than: $0) }) ?? true { best = source }
        }
        return best
    }

    /// A link is asked for what begins at an entry, in questions with so many answers.
    mutating func ask(_ link: Int, from sequence: UInt64, answers: Int) {
        askedLink = link
        if asked.from != sequence { (emptyAnswers, vainRounds) = (0, 0) }
        asked = (sequence, answers)
        // The answer comes behind what is under way now.
        awaited = AwaitedFrames()
    }

    /// The link that was asked has answered as much as it does at a time.
    mutating func endAnswer(of link: Int, head: UInt64, holdsAny: Bool, at now: Moment) {
        guard askedLink == link else { return }
        asked.openAnswers -= 1
        guard asked.openAnswers == 0 else { return }
        if head < asked.from {
            emptyAnswers += 1
            // Who answers with nothing, while nothing waits that came out of order, has nothing. Otherwise what comes
            // next may be just behind, but not again and again.
            if !holdsAny || emptyAnswers >= Self.emptyAnswerLimit { noteTried(link) }
        }
        askedLink = nil
        hurry(at: now)
    }

    /// A link did not bring what is missing.
    mutating func noteTried(_ link: Int) {
        if !triedLinks.contains(link) { triedLinks.append(link) }
    }

    /// What is missing is not what it was: everybody may have it.
    mutating func forgetTried() {
        triedLinks = []
    }

    /// A link has closed.
    mutating func forget(_ link: Int, at now: Moment) {
        // Its number is used again, by somebody who was not asked.
        triedLinks.removeAll { $0 == link }
        if refusal?.link == link { refusal = nil }
        guard askedLink == link else { return }
        askedLink = nil
        deadline = now.monotonic
    }

    /// Has everybody asked again later, since nobody has it now or all were asked in vain.
    ///
    /// - Returns: Whether that makes sense: not where nobody was known to have it so many times in a row.
    mutating func startOver(at deadline: Int64, limit: Int) -> Bool {
        lonelyRounds = triedLinks.isEmpty ? lonelyRounds + 1 : 0
        if !triedLinks.isEmpty { vainRounds += 1 }
        triedLinks = []
        self.deadline = deadline
        return lonelyRounds < limit
    }

    /// Whether all who told of it were asked in vain so often that it cannot be true.
    var isUntrue: Bool { vainRounds >= Self.vainRoundLimit }
}
