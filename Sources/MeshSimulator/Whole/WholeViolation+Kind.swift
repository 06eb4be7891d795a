extension WholeViolation {
    /// Which promise it is, whoever broke it: two with the same kind are taken for the same fault.
    var kind: String {
        switch self {
        case .repeated: "repeated"
        case .outOfOrder: "out of order"
        case .answeredBefore: "answered before"
        case .ahead: "ahead"
        case .skewNotTold: "skew not told"
        case .forged: "forged"
        case .missing: "missing"
        case .countedAsLost: "counted as lost"
        case .notAttached: "not attached"
        case .refused: "refused"
        case .usersDiffer: "users differ"
        case .noList: "no list"
        case .answeredWrongly: "answered wrongly"
        case .unanswered: "unanswered"
        case .notPosted: "not posted"
        case .namedWrongly: "named wrongly"
        case .echoed: "echoed"
        case .cut: "cut"
        case .notCut: "not cut"
        case .notRefused: "not refused"
        case .strangely: "strangely"
        case .countsLost: "counts lost"
        case .transcriptsDiffer: "transcripts differ"
        case .heldWrongly: "held wrongly"
        case .noStatus: "no status"
        case .apart: "apart"
        case .didNotStart: "did not start"
        case .replayedOtherwise: "replayed otherwise"
        case .doesNotCount: "does not count"
        case .cannotHaveBegun: "cannot have begun"
        case .overworks: "overworks"
        case .spins: "spins"
        }
    }
}
