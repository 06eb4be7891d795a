/// What a client does that means no good, or knows no better.
public enum Mischief: String, Sendable, CaseIterable {
    /// Half of a request, and nothing more.
    case halfRequest

    /// Bytes that are no request.
    case garbage

    /// Many requests at once, right ones and wrong ones.
    case requests

    /// A request in many small pieces.
    case drip

    /// A post that is longer than any message may be.
    case endlessPost

    /// Frames without a mask, with reserved bits, with text that is none, longer than any message may be.
    case unmaskedFrame
    case reservedBits
    case brokenText
    case longFrame

    /// A message in thousands of parts, which never ends.
    case parts

    /// Half of a frame, and the connection is reset.
    case tornFrame

    /// Pings, and a close frame.
    case pings

    /// Nothing is read, for ever.
    case deafness

    /// Somebody else's name, without his session.
    case theft

    /// A position of runs that never were, and of numbers that never will be; and one that is none.
    case hugePosition
    case brokenPosition

    /// A chat gets bytes, or text that is no event.
    case bytesInChat
    case badEvents

    /// Pages, as a browser asks for them that has some of them, or that shows another page; and files that may not be.
    case pages
    case files

    /// A query that no client can enter with.
    case badQuery

    /// Events of the channel protocol that are none.
    case badPosts

    /// Requests, and frames behind an upgrade, with mistakes in them.
    case spoiledRequests
    case spoiledFrames

    /// A peer that the file names says what is not so, with mistakes in it; and datagrams of a path that is none.
    case falsePeer
    case falsePath

    /// A peer that the file names begins a frame, and says it byte by byte, for ever.
    case endlessFrame

    /// A head, a body or a frame comes byte by byte, for ever; or half of a body, and nothing more.
    case tricklingHead
    case tricklingBody
    case tricklingFrame
    case silentBody

    /// A body comes slowly, and does come.
    case slowBody

    /// Thousands of pings come at once.
    case flood

    /// A datagram on its way to a node is sent once more, from elsewhere, again and again.
    case eavesdropping
}

extension Mischief {
    /// What is no node's peer.
    static let ofClients = allCases.filter(\.isClient)

    /// Whether it is done where nodes serve clients.
    var isClient: Bool { port == WholeScenario.httpPort }

    /// Whether it is done under the name of a peer.
    var isPeer: Bool { self == .falsePeer || self == .endlessFrame }

    /// Those that need no grammar.
    static let scripted = ofClients.filter {
        $0 != .spoiledRequests && $0 != .spoiledFrames && $0 != .flood && !slow.contains($0)
    }

    /// Whether it is done on the channel at its path, where others are; if not, it is in the cellar, or on no channel.
    var entersItsPath: Bool {
        [.unmaskedFrame, .reservedBits, .brokenText, .longFrame, .parts, .tornFrame, .pings, .deafness].contains(self)
    }

    /// Those that take longer than most scenarios.
    static let slow: [Mischief] = [.tricklingHead, .tricklingBody, .tricklingFrame, .silentBody, .slowBody]

    /// Where it is done.
    var port: UInt16 {
        isPeer || sendsDatagrams ? WholeScenario.gossipPort : WholeScenario.httpPort
    }

    /// Whether it is done without a connection.
    var sendsDatagrams: Bool { self == .falsePath || self == .eavesdropping }
}

/// What comes of it, as the contract has it.
enum Consequence: Equatable, Sendable {
    /// Nothing that could be told beforehand.
    case anything

    /// Answers with these statuses, in this order.
    case answers([Int])

    /// One answer with this status, and the end of the connection.
    case sentAway(Int)

    /// A close frame with this code.
    case close(UInt16)

    /// A pong, and then the close frame is answered.
    case pongs(Int)

    /// The end of the connection.
    case end

    /// Nothing of what one node tells another.
    case questions
}

/// One step of a stranger.
enum StrangerStep: Equatable, Sendable {
    /// Sends bytes.
    case send([UInt8])

    /// Answers the greeting of a node, once that is here: a node takes nothing else before.
    case welcome

    /// Sends what was last on its way to the same node.
    case repeatOverheard

    /// Goes on once the connection is a WebSocket; where the node does not serve yet, nothing more is done.
    case upgraded

    /// Waits, in nanoseconds.
    case wait(Int64)

    /// Reads nothing from now on.
    case stopReading

    /// Lets go, with an RST or without.
    case leave(abruptly: Bool)
}
