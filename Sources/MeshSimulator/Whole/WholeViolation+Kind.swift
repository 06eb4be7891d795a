/// Which promise it is, whoever broke it.
extension WholeViolation {
    /// The promises; two violations of one kind are taken for the same fault.
    enum Kind: CaseIterable {
        case repeated, outOfOrder, answeredBefore, ahead, skewNotTold, forged, missing, countedAsLost, toldAgain
        case notAttached, early, refused, usersDiffer, noList, answeredWrongly, unanswered, notPosted, namedWrongly
        case echoed, cut, notCut, notRefused, strangely, countsLost, transcriptsDiffer, heldWrongly, noStatus, apart
        case miscounts, didNotStart, replayedOtherwise, doesNotCount, cannotHaveBegun, overworks, spins
    }

    /// The promise.
    var kind: Kind {
        switch self {
        case .repeated: .repeated
        case .outOfOrder: .outOfOrder
        case .answeredBefore: .answeredBefore
        case .ahead: .ahead
        case .skewNotTold: .skewNotTold
        case .forged: .forged
        case .missing: .missing
        case .countedAsLost: .countedAsLost
        case .toldAgain: .toldAgain
        case .notAttached: .notAttached
        case .early: .early
        case .refused: .refused
        case .usersDiffer: .usersDiffer
        case .noList: .noList
        case .answeredWrongly: .answeredWrongly
        case .unanswered: .unanswered
        case .notPosted: .notPosted
        case .namedWrongly: .namedWrongly
        case .echoed: .echoed
        case .cut: .cut
        case .notCut: .notCut
        case .notRefused: .notRefused
        case .strangely: .strangely
        case .countsLost: .countsLost
        case .transcriptsDiffer: .transcriptsDiffer
        case .heldWrongly: .heldWrongly
        case .noStatus: .noStatus
        case .apart: .apart
        case .miscounts: .miscounts
        case .didNotStart: .didNotStart
        case .replayedOtherwise: .replayedOtherwise
        case .doesNotCount: .doesNotCount
        case .cannotHaveBegun: .cannotHaveBegun
        case .overworks: .overworks
        case .spins: .spins
        }
    }
}
