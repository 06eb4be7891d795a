import ChannelProtocol
import WebSocket

extension Mischief {
    /// What is done.
    ///
    /// - Parameters:
    ///   - name: A name that nobody else has.
    ///   - path: A relay channel where others are.
    ///   - base: Below which path the node is found besides, if it is.
    ///   - dice: Chance.
    /// - Returns: The steps, and what comes of them.
    func script(
        _ name: String,
        at path: String,
        below base: String?,
        _ dice: inout Dice
    ) -> (steps: [StrangerStep], Consequence) {
        func relay(_ bytes: [UInt8]) -> [StrangerStep] { [.send(Self.upgrade(path) + bytes), .wait(Self.patience)] }
        func cellar(_ query: String, _ bytes: [UInt8] = []) -> [StrangerStep] {
            let target = "\(ClientPath.chat)?\(ClientQuery.channel)=cellar&\(ClientQuery.username)=\(name)\(query)"
            return [.send(Self.upgrade(target) + bytes), .wait(Self.patience)]
        }
        switch self {
        case .halfRequest:
            let head = Self.request("GET /status", isWhole: false)
            let body = Self.request("POST \(Self.postPath(path))", "Content-Length: 9\r\n") + Array("half".utf8)
            // Some wait until a node loses its patience.
            return ([.send(dice.below(2) == 0 ? head : body), .wait(1 << (30 + Int64(dice.below(8))))], .anything)
        case .garbage: return ([.send(Self.noise(200, &dice)), .wait(1 << 28)], .anything)
        case .requests:
            // The bodies are there already, so nobody is asked to send them; and what is broken ends the connection.
            let exchanges = Self.exchanges + [Self.lastExchanges[dice.below(Self.lastExchanges.count)]]
            return ([.send(exchanges.flatMap(\.bytes)), .wait(Self.patience)], .answers(exchanges.map(\.status)))
        case .drip:
            let bytes = Self.request("GET /health")
            return (bytes.flatMap { [.send([$0]), .wait(5_000_000)] } + [.wait(Self.patience)], .answers([200]))
        case .endlessPost:
            let head = Self.request("POST \(Self.postPath(path))", "Content-Length: 99999999\r\n")
            return ([.send(head), .wait(Self.patience)], .answers([413]))
        case .unmaskedFrame: return (relay([0x81, 3, 97, 98, 99]), .close(1002))
        case .reservedBits: return (relay([0xF1, 0x80, 0, 0, 0, 0]), .close(1002))
        case .brokenText: return (relay(Self.frame(.text, [0xC3, 0x28])), .close(1007))
        case .longFrame: return (relay([0x82, 0xFF, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4]), .close(1009))
        case .parts: return ([.send(Self.upgrade(path)), .wait(1 << 27)] + Self.parts(dice.below(8)), .anything)
        case .tornFrame:
            let frame = Self.frame(.text, Array("torn".utf8)).dropLast(2)
            return ([.send(Self.upgrade(path) + frame), .wait(1 << (30 + Int64(dice.below(8))))], .anything)
        case .pings:
            let pings = (0..<3).flatMap { Self.frame(.ping, [UInt8($0)]) }
            let close = Self.frame(.close, [0x03, 0xE8])
            return (relay(pings) + [.send(close), .wait(Self.patience)], .pongs(3))
        case .deafness: return ([.send(Self.upgrade(path)), .upgraded, .stopReading, .wait(1 << 42)], .anything)
        case .theft:
            let query = dice.below(2) == 0 ? "" : "&session=session-of-a-thief-1"
            let target = "\(ClientPath.chat)?\(ClientQuery.username)=user\(dice.below(3))\(query)"
            return ([.send(Self.upgrade(target)), .wait(Self.patience)], .anything)
        case .hugePosition: return (cellar("&after=\(Self.hugePosition(&dice))"), .answers([101]))
        case .brokenPosition: return (cellar("&after=nobody,knows"), .close(1008))
        case .bytesInChat: return (cellar("", Self.frame(.binary, [1, 2, 3])), .close(1003))
        case .badEvents:
            return (cellar("", Self.chatEvents.flatMap { Self.frame(.text, Array($0.utf8)) }), .answers([101]))
        case .pages:
            return (
                [.send(Self.pageExchanges.flatMap(\.bytes)), .wait(Self.patience)],
                .answers(Self.pageExchanges.map(\.status))
            )
        case .files: return ([.send(Self.filePaths.flatMap { Self.request("GET \($0)") }), .wait(1 << 28)], .anything)
        case .badQuery:
            let query = Self.wrongQueries[dice.below(Self.wrongQueries.count)]
            return ([.send(Self.upgrade(query)), .wait(Self.patience)], .close(1008))
        case .badPosts:
            let frames =
                Self.wrongEvents.flatMap { Self.frame(.text, Array($0.utf8)) }
                + Self.wrongLines.flatMap { Self.frame(.binary, $0) }
            let subprotocol = "Sec-WebSocket-Protocol: x, \(Subprotocol.channel)\r\n"
            let upgrade = Self.upgrade("/channels/cellar?history=3", subprotocol)
            return ([.send(upgrade + frames), .wait(Self.patience)], .answers([101]))
        case .endlessFrame: return ([], .end)
        case .tricklingHead, .tricklingBody, .tricklingFrame, .silentBody, .slowBody: return slowly
        case .flood: return Self.pingFlood
        case .eavesdropping:
            // For longer than a link may be silent.
            let times = (0..<400).map { _ in dice.pick(1_000_000...30_000_000) }
            return (times.flatMap { [.repeatOverheard, .wait($0)] }, .questions)
        case .spoiledRequests, .spoiledFrames, .falsePeer, .falsePath: return (spoiled(&dice), .anything)
        case .expectation, .proxied, .packed, .wrongUpgrade, .shortSession, .manyPosts, .oddEvents, .deafAsking,
            .shouting, .shoutingPosts:
            return visit(name, below: base, &dice)
        case .cuttingLink, .slowingLink, .crashing, .meddling, .knocking, .hoarding, .roaming, .deafFigures,
            .staleFigures:
            return crowd(at: path, &dice)
        case .crowding, .longPosition, .silence, .idling, .longWords, .surveying, .manyAddresses, .listening,
            .pressingPosts, .pressingWords:
            return rush(name, &dice)
        case .plainWords, .wrongGreeting, .halfGreeting: return atDoor
        }
    }

    /// How long an answer may take, in nanoseconds.
    static let patience: Int64 = 3_000_000_000

    static func request(_ line: String, _ fields: String = "", isWhole: Bool = true) -> [UInt8] {
        let end = isWhole ? "\r\n" : ""
        return Array("\(line) HTTP/1.1\r\nHost: mesh\r\n\(fields)\(end)".utf8)
    }

    static func upgrade(_ target: String, _ more: String = "") -> [UInt8] {
        let fields = more + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        return request("GET \(target)", fields + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n")
    }

    static func frame(_ opcode: Opcode, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        Frame.encodeClient(opcode, payload.span, maskingKey: 0x5EED_5EED, into: &bytes)
        return bytes
    }

    private static func noise(_ count: Int, _ dice: inout Dice) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    }

    private static func parts(_ size: Int) -> [StrangerStep] {
        let part = [UInt8](repeating: 97, count: 1 << size)
        var bytes: [UInt8] = []
        for number in 0..<2000 {
            let opcode: Opcode = number == 0 ? .text : .continuation
            let header = FrameHeader(isFinal: false, opcode: opcode, maskingKey: 0, payloadLength: part.count)
            header.encode(into: &bytes)
            bytes += part
        }
        return [.send(bytes), .wait(1 << 29), .leave(abruptly: true)]
    }

    private static func hugePosition(_ dice: inout Dice) -> String {
        (0..<100).map { "n\($0 % 40)@\(1_800_000_000_000 + UInt64($0))/\(UInt64.max - UInt64(dice.below(9)))" }
            .joined(separator: ",")
    }

    /// A path at which posts are taken.
    private static func postPath(_ path: String) -> String { path.hasPrefix("/channels/") ? path : "/channels/" }

    /// A request, and the status of its answer.
    struct Exchange {
        var bytes: [UInt8]
        var status: Int

        /// A request with fields, a body, or both.
        init(_ line: String, _ fields: String = "", _ body: String = "", _ status: Int) {
            let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
            bytes = Mischief.request(line, fields + length) + Array(body.utf8)
            self.status = status
        }

        /// A request with a body of any bytes.
        init(_ line: String, _ fields: String, bytes body: [UInt8], _ status: Int) {
            bytes = Mischief.request(line, "\(fields)Content-Length: \(body.count)\r\n") + body
            self.status = status
        }
    }

    private static let exchanges = [
        Exchange("GET /health", 200), Exchange("HEAD /", 200), Exchange("GET /chat", 200), Exchange("OPTIONS *", 204),
        Exchange("GET /status", 200), Exchange("GET /metrics", 200), Exchange("GET /nothing", 404),
        Exchange("DELETE /health", 405), Exchange("PUT /channels/cellar", 405), Exchange("GET /channels/cellar", 426),
        Exchange("GET \(ClientPath.chat)", 426), Exchange("OPTIONS /channels/cellar", 204),
        Exchange("OPTIONS /chat", 204),
        Exchange("POST /channels/cellar", "Content-Type: application/json\r\n", "{", 400),
        Exchange("POST /channels/cellar", "Content-Type: text/plain\r\nIdempotency-Key: \"\"\r\n", "x", 400),
        Exchange("POST /channels/cellar", "Idempotency-Key: \"\(guardedKey)\"\r\n", "x", 400),
        Exchange("POST /channels/cellar", "Origin: http://elsewhere.example\r\n", "x", 403),
        Exchange("POST /channels/\(String(repeating: "x", count: 300))", "", "x", 400),
        Exchange("POST /channels/cellar", "Expect: 100-continue\r\n", "x", 202),
        Exchange("POST /channels/cellar", inChunks: "1;a=\"b\" ; c\r\nx\r\n0\r\n\r\n", 202),
    ]

    /// A key under which nobody posts over HTTP.
    private static let guardedKey = "fedcba9876543210fedcba9876543210#01"

    /// Those behind which nothing can be understood.
    private static let lastExchanges = [
        Exchange("GET /status", "X-Last: \(String(repeating: "x", count: 20_000))\r\n", "", 431),
        Exchange("POST /channels/cellar", inChunks: "1 x\r\nx\r\n0\r\n\r\n", 400),
        Exchange("POST /channels/cellar", inChunks: "1;\r\nx\r\n0\r\n\r\n", 400),
        Exchange("POST /channels/cellar", inChunks: "1\r\nxy0\r\n\r\n", 400),
        Exchange("POST /channels/cellar", "Transfer-Encoding: chunked, x\r\n", "", 400),
    ]
}

extension Mischief.Exchange {
    /// A request without anything else.
    init(_ line: String, _ status: Int) { self.init(line, "", "", status) }

    /// A request whose body comes in chunks, as they are written.
    init(_ line: String, inChunks chunks: String, _ status: Int) {
        bytes = Mischief.request(line, "Transfer-Encoding: chunked\r\n") + Array(chunks.utf8)
        self.status = status
    }
}
