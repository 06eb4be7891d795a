/// What a request for missing entries says when it is asked, and how long it waits for an answer.
extension GapRequest {
    /// What is to be done when the deadline has passed.
    enum Verdict {
        /// Nothing yet: the link that was asked brings other answers.
        case awaitAnswer

        /// Nothing yet: what is missing may be in frames that are under way.
        case awaitFrames

        /// Somebody is to be asked.
        case ask

        /// Somebody else is to be asked than the one that was.
        case askAnother

        /// Somebody is to be asked for what the parent should have brought.
        case askInsteadOfParent

        /// The mark of that branch.
        var mark: Mark? {
            switch self {
            case .awaitAnswer: .answerAwaitedLonger
            case .askAnother: .neighbourAskedInVain
            case .awaitFrames, .ask, .askInsteadOfParent: nil
            }
        }
    }

    /// Who can be asked now.
    enum Choice {
        /// This one, until the deadline.
        case source(RepairSource)

        /// Nobody need be: all who have it are in the middle of sending something, or others may be about to bring it.
        case underWay

        /// Nobody who was not asked in vain.
        case nobody
    }

    /// How long a link that was asked may bring other things, or be in the middle of a long frame, before another one is asked
    /// that has it too, in nanoseconds: half as long again as 1 MiB takes over a line of 100 kB/s.
    ///
    /// Else nobody would be asked but one who says something every 400 ms, and never that. For each MiB that has come of long
    /// frames it may take as long again: one of 16 MiB is waited for as long as it comes that quickly, and no longer.
    static let longestWait: Int64 = .milliseconds(15_000)

    /// Whether the link that was asked has brought nothing of it for too long.
    func isOverlong(_ asked: RepairSource, at now: Moment) -> Bool {
        now.monotonic >= waitsSince + Self.longestWait(for: asked)
    }

    /// ``longestWait``, and as much for each MiB that has come of the frames that a link is in the middle of.
    static func longestWait(for source: RepairSource) -> Int64 {
        longestWait + Int64(source.arrivedBytes >> 10) * (longestWait >> 10)
    }

    /// Whether there is another to be asked than the one that was.
    func hasAnother(than asked: RepairSource, among sources: [RepairSource]) -> Bool {
        sources.contains { $0.link != asked.link && !triedLinks.contains($0.link) }
    }

    /// A link has brought something of what is missing.
    mutating func noteProgress(by link: Int, at now: Moment) {
        if askedLink == link { waitsSince = now.monotonic }
    }
}
