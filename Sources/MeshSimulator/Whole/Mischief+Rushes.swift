import ChannelProtocol
import WebSocket

/// What one client does that costs nothing, and many of which are more than a node has room or time for.
extension Mischief {
    /// What is done, and what comes of it.
    ///
    /// - Parameters:
    ///   - name: A name that nobody else has.
    ///   - dice: Chance.
    /// - Returns: The steps, and what comes of them.
    func rush(_ name: String, _ dice: inout Dice) -> (steps: [StrangerStep], Consequence) {
        switch self {
        case .crowding:
            // Who is one too many is told so at once, without a request.
            let stay: StrangerStep = .wait(2_000_000_000)
            return ([stay, .send(Self.request("GET /health")), .wait(Self.patience)], .taken(200, orSentAway: 503))
        case .longPosition:
            let subprotocol = "Sec-WebSocket-Protocol: \(Subprotocol.channel)\r\n"
            let upgrade = Self.upgrade("/channels/attic?\(ClientQuery.after)=\(Self.unknownRuns)", subprotocol)
            return ([.send(upgrade), .upgraded, .wait(dice.pick(Self.patience...Self.longestStay))], .answers([101]))
        case .silence:
            // Nobody posts there, so that a ping is all that comes.
            let upgrade = Self.upgrade("/channels/attic?echo=false")
            return ([.send(upgrade), .upgraded, .wait(Self.longestSilence)], .end)
        case .idling:
            return ([.send(Self.request("GET /health")), .wait(Self.longestSilence)], .sentAway(200))
        case .longWords:
            let target = "\(ClientPath.chat)?\(ClientQuery.channel)=cellar&\(ClientQuery.username)=\(name)"
            let words = [String(repeating: "long ", count: 10_000), "short"]
            let frames = words.flatMap { Self.frame(.text, ChatRequest.message($0, key: nil)) }
            return (
                [.send(Self.upgrade(target)), .upgraded, .send(frames), .askForPast, .wait(Self.patience)],
                .told([101], #""bytes":"#)
            )
        case .surveying:
            let posts = (0..<Self.surveyedCount).flatMap { number -> [UInt8] in
                Self.request("POST /channels/cellar-\(number)", "Content-Length: 1\r\n") + [0x61]
            }
            let statuses = Array(repeating: 202, count: Self.surveyedCount) + [200]
            let figures = Self.request("GET /metrics")
            return ([.send(posts + figures), .wait(Self.longestStay)], .told(statuses, #"kind="others""#))
        case .manyAddresses:
            let posts = (0..<Self.addressCount).flatMap { number -> [UInt8] in
                let address = "203.0.\(number >> 8).\(number & 0xFF)"
                let fields = "X-Forwarded-For: \(address)\r\nContent-Type: application/json\r\nContent-Length: 1\r\n"
                return Self.request("POST /channels/cellar", fields) + Array("{".utf8)
            }
            return (
                [.send(posts), .wait(Self.longestStay)], .answers(Array(repeating: 400, count: Self.addressCount))
            )
        case .listening:
            return ([.send(Self.upgrade("/channels/cellar")), .upgraded, .wait(Self.longestStay)], .answers([101]))
        case .pressingPosts:
            let body = [UInt8](repeating: 0x61, count: Self.pressedBytes)
            let post = Self.request("POST /channels/cellar", "Content-Length: \(body.count)\r\n") + body
            let posts = Array(repeatElement(post, count: Self.pressedCount).joined())
            let statuses = Array(repeating: 202, count: Self.pressedCount)
            return ([.send(posts), .wait(Self.longestStay)], .answers(statuses))
        case .pressingWords:
            let frame = Self.frame(.binary, [UInt8](repeating: 0x61, count: Self.pressedBytes))
            let frames = Array(repeatElement(frame, count: Self.pressedCount).joined())
            let upgrade = Self.upgrade("/channels/cellar?echo=false")
            return ([.send(upgrade), .upgraded, .send(frames), .wait(Self.longestStay)], .answers([101]))
        default: return ([], .anything)
        }
    }

    /// How long somebody stays at the most, and how long one is silent, in nanoseconds: as long as a client may be silent, and
    /// as long again as a node takes at most to look after it.
    static let longestStay: Int64 = 6_000_000_000
    static let longestSilence: Int64 = 90_000_000_000

    /// On how many channels somebody posts: more than are told by name.
    private static let surveyedCount = 120

    /// How many addresses somebody posts from: more than are remembered.
    private static let addressCount = 4200

    /// How many messages somebody says at once, of how many bytes: several times as much as may wait behind what a channel's
    /// clients are just given.
    private static let pressedCount = 250
    private static let pressedBytes = 1000

    /// How many together name more than a node keeps of what is not there, in positions as long as a request line has room for.
    static let longPositions = 130

    /// A position of as many runs as a request line has room for, of nodes that nobody knows.
    private static let unknownRuns: String = {
        let names = (0..<26).map { Character(UnicodeScalar(UInt8(ascii: "a") + UInt8($0))) }
        return (1...44).flatMap { epoch in names.map { "\($0)@\(epoch)/1" } }.joined(separator: ",")
    }()
}
