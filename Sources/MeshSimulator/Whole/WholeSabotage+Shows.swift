extension WholeScenario.Sabotage {
    /// The promise that seems to be broken by it.
    var shows: WholeViolation.Kind {
        switch self {
        case .repeatMessage, .repeatPost, .repeatEvent: .repeated
        case .loseMessage, .losePost, .loseSlowly, .emptyPage, .denyHistory, .leaveHole, .denyMore, .withholdPast,
            .hideGap, .deafenProgram:
            .missing
        case .swapMessages, .swapEvents, .turnHistory: .outOfOrder
        case .forgeMessage, .forgeEntries, .dropKey, .changeForm, .forgetForm, .changePost, .changeType, .openChanged:
            .forged
        case .antedate: .answeredBefore
        case .postdate: .ahead
        case .hideSkew: .skewNotTold
        case .inventLoss, .inventGap: .countedAsLost
        case .repeatGap: .toldAgain
        case .keepOut: .notAttached
        case .hideArrival, .hideAttached: .early
        case .replacePerson, .blameDisk, .overtakeEarly, .refuseOddly, .refuseAsWrong, .refuseOwn: .refused
        case .hideUser, .forgetChange, .forgetUser, .showTwice: .usersDiffer
        case .forgetClients, .countMany: .miscounts
        case .withholdUsers: .noList
        case .answerTwice, .acknowledgeTwice, .longPage, .claimMore: .answeredWrongly
        case .forgetCopies, .forgetSecond: .unanswered
        case .refusePosts: .notPosted
        case .misnameCopy, .misnameEvent, .misnameAnswer, .misnameOwn: .namedWrongly
        case .echo: .echoed
        case .cutReader, .cutProgram, .cutPerson: .cut
        case .keepDeaf: .notCut
        case .overlookTheft: .notRefused
        case .answerStrangely, .overtakeStranger, .acceptFile, .acceptMistake,
            .openDoor, .tellSecret, .startTwice:
            .strangely
        case .countLoss: .countsLost
        case .changeHistory, .changeTranscript: .transcriptsDiffer
        case .keepOld, .keepNothing, .keepLittle, .forgetDisks, .forgetFiles: .heldWrongly
        case .hideStatus: .noStatus
        case .hideNode, .hideLink, .crossBorder, .speakForeign, .hearStranger: .apart
        case .writeUnread: .didNotStart
        case .spoilRecording, .cutRecording, .acceptForgery, .recordSecret: .replayedOtherwise
        case .forgetLong: .doesNotCount
        case .inventRun: .cannotHaveBegun
        case .countFrames: .overworks
        case .spin: .spins
        }
    }
}
