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

    /// A body waits to be told that it is welcome, and may not be.
    case expectation

    /// Requests as proxies, careless programs and browsers that unpack write them.
    case proxied
    case packed

    /// Somebody asks for a WebSocket wrongly, or with a session that is none.
    case wrongUpgrade
    case shortSession

    /// Events that say too much at once, or say what is no text.
    case manyPosts
    case oddEvents

    /// Somebody asks and asks, and reads none of the answers.
    case deafAsking

    /// More messages come than the rate lets pass, over a WebSocket or as posts.
    case shouting
    case shoutingPosts

    /// Somebody plays with a demonstration: with a link, as its path says, with the node, or wrongly.
    case cuttingLink
    case slowingLink
    case crashing
    case meddling

    /// Many come to the port of peers, and say nothing.
    case knocking

    /// Somebody begins a large post and takes a while to end it, as many do at once.
    case hoarding

    /// Somebody posts on hundreds of channels; then many ask for the figures of all, and read nothing.
    case roaming
    case deafFigures
    case staleFigures

    /// One of more than there is room for; and one of many whose positions name more than a node keeps of what is nowhere.
    case crowding
    case longPosition

    /// Nothing is said for longer than anybody may be silent, on a WebSocket or behind a request.
    case silence
    case idling

    /// Somebody says what is too long for an answer about history, and asks for it.
    case longWords

    /// Somebody posts on more channels than figures name, or from more addresses than a node remembers.
    case surveying
    case manyAddresses

    /// Somebody hears what is said; and somebody says much at once, as posts or over a WebSocket, where many do.
    case listening
    case pressingPosts
    case pressingWords

    /// Where nodes show certificates, somebody speaks without a seal, or greets wrongly, or begins to.
    case plainWords
    case wrongGreeting
    case halfGreeting
}
