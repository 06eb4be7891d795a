/// A branch of the gossip that few runs take and that matters to all of them.
///
/// Chaos counts which were taken: a seed that never loses a parent proves nothing about finding another. Whoever adds
/// such a branch adds a case and calls ``GossipNode/mark(_:)`` there; `SeedSweep` then fails until a seed takes it.
public enum Mark: Int, CaseIterable, Sendable {
    // Repair.
    case entryHeldBack
    case entryWithoutRoom
    case entryAppliedLate
    case gapTaken
    case gapCountedAtMost
    case gapLeftToOthers
    case snapshotDisbelieved
    case entriesAskedFor
    case holesAskedForTogether
    case answerAwaitedLonger
    case neighbourAskedInVain
    case nobodyToAsk
    case wantGivenUp
    case wantForgotten
    case claimDisbelieved
    case questionDropped
    case answerDropped
    case answerCut
    case graftInPlaceOfQuestion

    // Trees.
    case parentFound
    case parentRegrafted
    case parentStale
    case parentDied
    case parentAskedUs
    case parentSentHeads
    case linkMadeLazy
    case linkStrayed
    case pruneTakenBack
    case treesRegrown

    // Links.
    case linkSuperseded
    case twinRefused
    case twinSeenElsewhere
    case linkSilent
    case linkSkippedAhead
    case probeWithHeads
    case clockAskedFor
    case probeUnanswered

    // State.
    case snapshotSent
    case snapshotTaken
    case runReplaced
    case runRenewed
    case rivalFound
    case forkSeen
    case nodesAppeared
    case claimLost
    case claimReplaced
    case claimDoubted

    // Messages.
    case repetitionFound
    case copyConfirmed
    case letGoByCount

    // Readers and disks.
    case readerOvertaken
    case readerPaused
    case journalRestored
    case ownRunRestored
    case stateWrittenWhole
}

/// Which marks were met.
public struct Marks: Equatable, Sendable {
    /// Bit `n` is mark `n`.
    private var bits: UInt64 = 0

    /// Starts with none.
    public init() {}

    /// Takes notice of one.
    mutating func insert(_ mark: Mark) { bits |= 1 << UInt64(mark.rawValue) }

    /// Takes in what was met elsewhere.
    public mutating func formUnion(_ other: Marks) { bits |= other.bits }

    /// Those that were met here or elsewhere.
    func union(_ other: Marks) -> Marks {
        var union = self
        union.formUnion(other)
        return union
    }

    /// Whether one was met.
    public func contains(_ mark: Mark) -> Bool { bits & (1 << UInt64(mark.rawValue)) != 0 }

    /// Those that were not met.
    public var missing: [Mark] { Mark.allCases.filter { !contains($0) } }
}
