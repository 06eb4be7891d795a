/// Which promise it is, whoever broke it.
extension Violation {
    /// The promises; two violations of one kind are taken for the same fault.
    enum Kind: CaseIterable {
        case numberUsedTwice, timeStoodStill, ahead, stoodBefore, repeated, outOfOrder, forged, missing,
            countedAsLost, untold, heldWrongly, transcriptsDiffer, usersDiffer, nameHeldTwice, nodesDiffer, refused,
            acknowledgedFalsely, notAcknowledged, notAttached, historyDiffers, linkBroken, spins, outgrown,
            redundant, tooManyRuns, detour
    }

    /// The promise.
    var kind: Kind {
        switch self {
        case .numberUsedTwice: .numberUsedTwice
        case .timeStoodStill: .timeStoodStill
        case .ahead: .ahead
        case .stoodBefore: .stoodBefore
        case .repeated: .repeated
        case .outOfOrder: .outOfOrder
        case .forged: .forged
        case .missing: .missing
        case .countedAsLost: .countedAsLost
        case .untold: .untold
        case .heldWrongly: .heldWrongly
        case .transcriptsDiffer: .transcriptsDiffer
        case .usersDiffer: .usersDiffer
        case .nameHeldTwice: .nameHeldTwice
        case .nodesDiffer: .nodesDiffer
        case .refused: .refused
        case .acknowledgedFalsely: .acknowledgedFalsely
        case .notAcknowledged: .notAcknowledged
        case .notAttached: .notAttached
        case .historyDiffers: .historyDiffers
        case .linkBroken: .linkBroken
        case .spins: .spins
        case .outgrown: .outgrown
        case .redundant: .redundant
        case .tooManyRuns: .tooManyRuns
        case .detour: .detour
        }
    }
}
