/// What kinds of mischief there are, and where each is done.
extension Mischief {
    /// What is no node's peer.
    static let ofClients = allCases.filter(\.isClient)

    /// Whether it is done where nodes serve clients.
    var isClient: Bool { port == WholeScenario.httpPort }

    /// Whether it is done under the name of a peer.
    var isPeer: Bool { self == .falsePeer || self == .endlessFrame }

    /// Those that need no grammar.
    static let scripted = ofClients.filter {
        $0 != .spoiledRequests && $0 != .spoiledFrames && $0 != .flood && !slow.contains($0) && !visits.contains($0)
            && !crowds.contains($0) && !rushes.contains($0) && !doors.contains($0)
    }

    /// Those of visitors, which are drawn by themselves.
    static let visits: [Mischief] = [
        .expectation, .proxied, .packed, .wrongUpgrade, .shortSession, .manyPosts, .oddEvents, .deafAsking, .shouting,
        .shoutingPosts,
    ]

    /// Those of visitors that need a rate of messages in the file.
    static let shouts: [Mischief] = [.shouting, .shoutingPosts]

    /// Those that are drawn with what they are about.
    static let crowds: [Mischief] = [
        .cuttingLink, .slowingLink, .crashing, .meddling, .knocking, .hoarding, .roaming, .deafFigures, .staleFigures,
    ]

    /// Those that take a crowd, or a long time, to be too much.
    static let rushes: [Mischief] = [
        .crowding, .longPosition, .silence, .idling, .longWords, .surveying, .manyAddresses, .listening,
        .pressingPosts, .pressingWords,
    ]

    /// Those that are about sealed doors.
    static let doors: [Mischief] = [.plainWords, .wrongGreeting, .halfGreeting]

    /// Whether so little is on the way to it that what it does not read stays at the node.
    var isDeaf: Bool { [.deafness, .deafAsking, .deafFigures, .staleFigures].contains(self) }

    /// Whether it is about a demonstration.
    var isPlay: Bool { [.cuttingLink, .slowingLink, .crashing, .meddling].contains(self) }

    /// Whether it is done on the channel at its path, where others are; if not, it is in the cellar, or on no channel.
    var entersItsPath: Bool {
        [.unmaskedFrame, .reservedBits, .brokenText, .longFrame, .parts, .tornFrame, .pings, .deafness].contains(self)
    }

    /// Those that take longer than most scenarios.
    static let slow: [Mischief] = [.tricklingHead, .tricklingBody, .tricklingFrame, .silentBody, .slowBody]

    /// Where it is done.
    var port: UInt16 {
        isPeer || sendsDatagrams || self == .knocking ? WholeScenario.gossipPort : WholeScenario.httpPort
    }

    /// Whether it is done without a connection.
    var sendsDatagrams: Bool { self == .falsePath || self == .eavesdropping }
}
