import ChannelProtocol
import WebSocket

/// What visitors do, who are proxies, careless programs, and people in a hurry rather than enemies.
extension Mischief {
    /// What is done, and what comes of it.
    ///
    /// - Parameters:
    ///   - name: A name that nobody else has.
    ///   - base: Below which path the node is found besides, if it is.
    ///   - dice: Chance.
    /// - Returns: The steps, and what comes of them.
    func visit(_ name: String, below base: String?, _ dice: inout Dice) -> (steps: [StrangerStep], Consequence) {
        switch self {
        case .expectation: return Self.expectations[dice.below(Self.expectations.count)]
        case .proxied:
            let last = Self.lastProxied[dice.below(Self.lastProxied.count)]
            return Self.exchange(Self.proxiedExchanges + Self.exchanges(below: base) + [last])
        case .packed:
            let paths = ["/chat", "/broadcast-channel.js"]
            let requests = ["gzip", "br, gzip;q=0.5", "identity", "gzip;q=0"].flatMap { coding in
                paths.flatMap { Self.request("GET \($0)", "Accept-Encoding: \(coding)\r\n") }
            }
            return ([.send(requests), .wait(Self.patience)], .packings(4, of: 8))
        case .wrongUpgrade: return Self.exchange(Self.upgradeExchanges)
        case .shortSession:
            let subprotocol = "Sec-WebSocket-Protocol: \(Subprotocol.channel)\r\n"
            let target = "/channels/cellar?\(ClientQuery.session)=short"
            return ([.send(Self.upgrade(target, subprotocol)), .wait(Self.patience)], .close(1008))
        case .manyPosts:
            let subprotocol = "Sec-WebSocket-Protocol: \(Subprotocol.channel)\r\n"
            let frames = Self.longEvents.flatMap { Self.frame(.text, Array($0.utf8)) }
            let upgrade = Self.upgrade("/channels/cellar", subprotocol)
            return ([.send(upgrade + frames), .wait(Self.patience)], .answers([101]))
        case .oddEvents:
            let frames = Self.shapelessEvents.flatMap { Self.frame(.text, Array($0.utf8)) }
            return ([.send(Self.upgrade(Self.cellar(name)) + frames), .wait(Self.patience)], .answers([101]))
        case .deafAsking:
            let question = Self.frame(.text, Array("[]".utf8))
            let questions = Array(repeatElement(question, count: 4000).joined())
            let begin: [StrangerStep] = [.send(Self.upgrade(Self.cellar(name))), .upgraded, .stopReading]
            return (begin + [.send(questions), .wait(Self.longPatience)], .end)
        case .shouting:
            let word = Self.frame(.text, [0x61])
            let words = Array(repeatElement(word, count: Self.shoutCount).joined())
            let upgrade = Self.upgrade("/channels/cellar?echo=false")
            return ([.send(upgrade), .upgraded, .send(words), .wait(Self.longPatience)], .close(1008))
        case .shoutingPosts:
            let post = Self.request("POST /channels/cellar", "Content-Length: 1\r\n") + [0x61]
            let posts = Array(repeatElement(post, count: Self.shoutCount).joined())
            let late = Self.request("POST /channels/cellar", "Expect: 100-continue\r\nContent-Length: 1\r\n")
            return ([.send(posts + late), .wait(Self.longPatience)], .refusals(429, behind: 202))
        default: return ([], .anything)
        }
    }

    /// How many messages a second nodes take of one client, where somebody shouts; and how many he says at once: six seconds'
    /// worth, of which two are taken.
    static let rate = 500
    private static let shoutCount = 3000

    /// How long many small things may take there and back, in nanoseconds, and how long a visit takes at most.
    private static let longPatience: Int64 = 9_000_000_000
    static let longestVisit = longPatience + 1_000_000_000

    private static func exchange(_ exchanges: [Exchange]) -> (steps: [StrangerStep], Consequence) {
        ([.send(exchanges.flatMap(\.bytes)), .wait(patience)], .answers(exchanges.map(\.status)))
    }

    private static func cellar(_ name: String) -> String {
        "\(ClientPath.chat)?\(ClientQuery.channel)=cellar&\(ClientQuery.username)=\(name)"
    }

    // MARK: Bodies that wait

    /// Requests whose bodies wait, and what comes of them.
    private static let expectations: [(steps: [StrangerStep], Consequence)] = [
        expecting("POST /channels/cellar", "", .answers([100, 202])),
        expecting("GET /status", "", .answers([100, 200])),
        expecting("POST /channels/cellar", "Origin: http://elsewhere.example\r\n", .sentAway(403)),
        expecting("POST /channels/cellar", "Idempotency-Key: \"\"\r\n", .sentAway(400)),
        expecting("PUT /channels/cellar", "", .sentAway(405)),
        expecting("POST /nothing", "", .sentAway(404)),
    ]

    private static func expecting(
        _ line: String,
        _ fields: String,
        _ consequence: Consequence
    ) -> (steps: [StrangerStep], Consequence) {
        let head = request(line, "\(fields)Expect: 100-continue\r\nContent-Length: 4\r\n")
        // Whoever is refused does not send it.
        let body: [StrangerStep] = if case .answers = consequence { [.send(Array("body".utf8))] } else { [] }
        return ([.send(head), .wait(patience / 2)] + body + [.wait(patience)], consequence)
    }

    // MARK: Requests and events

    /// What of those requests no recording may have, with the beginnings of the sessions of people and guests.
    static let secrets = ["nobody:secret", "elsewhere.example:8080", "bm9ib2R5", "X-Odd", "session-of-"]

    /// Requests that proxies hand on, and careless programs write.
    private static let proxiedExchanges = [
        Exchange("POST /channels/cellar", "X-Forwarded-For: 203.0.113.9:80\r\n", "x", 202),
        Exchange("POST /channels/cellar", "X-Forwarded-For: [::1\r\n", "x", 202),
        Exchange("POST /channels/cellar", "Content-Type: text/plain; charset=utf-8\r\n", bytes: [0xC3, 0x28], 400),
        Exchange("POST /channels/cellar", "Content-Type: application/octet-stream\r\n", bytes: [0xC3, 0x28], 202),
        Exchange("GET http://elsewhere.example:8080/health?session=0123456789abcdef", 200),
        Exchange("GET http://[::1f]/health?%73ession=0123456789%C3%A9%41&token=%f0%9f%98%80&a", 200),
        Exchange("GET /health", "Cookie: session=%41%00%7f\r\nX-Name: \u{E9}\r\n", "", 200),
    ]

    /// Requests below a path that a proxy should have taken off: a node whose address has one takes it off itself.
    private static func exchanges(below base: String?) -> [Exchange] {
        func status(_ status: Int) -> Int { base == nil ? 404 : status }
        let path = base ?? "/mesh"
        return [
            Exchange("GET \(path)?channel=a%20b", status(307)), Exchange("GET \(path)/health", status(200)),
            Exchange("GET \(path)/deep", status(307)), Exchange("GET \(path)er/health", 404),
            Exchange("POST \(path)/channels/cellar", "", "x", status(202)),
            Exchange("POST \(path)/channels/cellar", "Origin: http://127.0.0.1\r\n", "x", base == nil ? 403 : 202),
            Exchange("POST \(path)/channels/cellar", "Origin: http://127.0.0.2\r\n", "x", 403),
        ]
    }

    /// Those behind which nothing can be understood: a user stands before the host, and there is no such field.
    private static let lastProxied = [
        Exchange("GET http://nobody:secret@elsewhere.example:8080/health", 400),
        Exchange("GET /health", "Authorization: Basic bm9ib2R5\r\nX-Odd@Name: y\r\n", "", 400),
    ]

    /// Upgrades that are none.
    private static let upgradeExchanges = [
        Exchange("GET /channels/cellar", upgradeFields("12", "AAAAAAAAAAAAAAAAAAAAAA=="), "", 426),
        Exchange("GET /channels/cellar", upgradeFields("13", "AAAA"), "", 400),
        Exchange("GET \(ClientPath.chat)?username=a", upgradeFields("13", ""), "", 400),
        Exchange("GET /health", 200),
    ]

    private static func upgradeFields(_ version: String, _ key: String) -> String {
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: \(version)\r\nSec-WebSocket-Key: \(key)\r\n"
    }

    /// Events of the channel protocol that say too much at once, and one that takes some effort to read.
    private static let longEvents = [
        #"{"event":"posts","posts":[\#(Array(repeating: #"{"data":1}"#, count: 300).joined(separator: ","))]}"#,
        #"{"event":"posts","posts":[{"data":1,"key":"k"},{"data":2,"key":"l",]}"#,
        #"{"event":"post","data":"two\nlines and a \u00e9"}"#,
    ]

    /// Events of a chat in which something has another form than it should.
    private static let shapelessEvents = [
        #"{"event":"send-message","message":null}"#, #"{"event":"send-message","message":"x","key":[1]}"#,
        #"{"event":{},"message":"x"}"#, #"{"event":"history","before":true,"count":{"a":1}}"#,
    ]
}
