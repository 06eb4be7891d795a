extension ChannelModule {
    /// The names in the module that mean something to nobody else, and so are shortened in what programs fetch.
    ///
    /// Neither a member of any object of the language or of the web is among them, nor one of the class or of its protocol:
    /// a name is another one wherever it stands.
    static let ownNames = Set(
        """
        ChannelSession Line Position SenderOrder UnsettledPosts
        about action actions address array base64 before begin bornAt burst bytes cell cells chance chances cloneOf
        confirm confirmedAt confirmedLimit confirmedSizeLimit confirmedTime copyTime count counts deadline deepest
        define delays depth dial dialed dialing dialLimit dialNext digits early endedAt epochOf fail first flush
        forget fraction frame frames gone goneCount goneLimit handleClose handleFrame handler handleReturn handleTimer
        hangUp hear heardLimit held heldLimit heldSizeLimit idOf index isAddress isFlat isJSON isLast isMarked isText
        isUnderWay keyOf known last late later leave lengthLimit letter limit line lines lingering longestWait
        lossLimit low made make makeEvent messages missingTime named namedRuns nameLimit nameOf next nodeOf
        nodesAround number numberOf object objects one opened originOf other own pack packed part parts pass pathOf
        patience peerLimit place places post postCount prime primes probe probePatience problem query quietTime rate
        readFrame refuse removeLarger returned runs said say scheme second secret see seen sender senderLimit senders
        shortestWait sized sizeOf socket spentUntil start state stay steadyTime sum tag tagOf takeSender third times
        together togetherLimit togetherSizeLimit turned underWayLimit underWaySizeLimit unfilled unpack views waiting
        waitingLimit wasOpen when whole word words writeFrame
        """.split { $0 == " " || $0 == "\n" }.map(String.init)
    )
}
