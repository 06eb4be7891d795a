/// What a request for missing entries says when it is asked.
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
}
