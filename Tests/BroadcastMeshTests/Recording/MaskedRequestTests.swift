import ChannelProtocol
import HTTP
import MeshSimulator
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A request in a recording", .computing) struct MaskedRequestTests {
    /// What a node decides by, request by request; what it refuses is the last.
    private static func decisions(of bytes: [UInt8]) -> [String] {
        var connection = ServerConnection(limits: HTTPLimits(headBytes: 400, bodyBytes: 40))
        connection.receive(bytes.span)
        var decisions: [String] = []
        var output: [UInt8] = []
        do throws(HTTPError) {
            while let step = try connection.next() {
                guard case .request(let request) = step else { continue }
                decisions.append("\(decision(about: request)), held: \(connection.heldBytes)")
                connection.respond(Response(.noContent), wallSeconds: 0, into: &output)
                if connection.isEnded { return decisions }
            }
            decisions.append("\(connection.unfinished)")
        } catch {
            let isHead = connection.currentHead?.method == .head
            decisions.append("\(error), answered to \(isHead) \(connection.currentHead?.fields["origin"] ?? "nobody")")
        }
        return decisions
    }

    private static func decision(about request: Request) -> String {
        let (head, query) = (request.head, request.head.target.query)
        let items = query.items.filter { MaskedQueryName.read.contains($0.key) }
        let fields = head.fields.lines.filter { MaskedField.read.contains($0.name.lowercased()) }
        return """
            \(head.method) \(head.target.path) \(items), one of \(query.items.count), for a proxy: \
            \(head.target.authority != nil), session: \(query["session"]?.unicodeScalars.count ?? -1), \(fields), one of \
            \(head.fields.lines.count), events: \(ServerHandshake.offers(Subprotocol.channel, in: head)), \(request.body)
            """
    }

    private static let secret = "Kq7Zw9Jr2Vb8Xt5N"

    private static let targets = [
        "/?session=@", "/channels/a?token=@&username=ana", "/?@", "/?@=", "/?a=1;session=@", "/?%73ession=%41@",
        "/?session=@#@", "/?a=%4@", "http://ana:@@a/b", "http://@@a/b", "HTTPS://@:1@a?session=@", "ana:@@a/b",
        "https//ana:@@a/b", "http:/ana:@@a/@", "?session=@", "/a b?session=@", " /?session=@",
    ]

    private static let lines = [
        "Cookie: @", "aUTHORIZATION:\t@", "Proxy-Authorization: Basic @", "X-Api-Key: @",
        "Referer: http://a/?session=@",
        "Cookie: a\r\n b=@", "Cookie: a\r\n\t@", "Cookie : @", "Authorization\t: @", "Cookie @", "@", "Cookie: a\r\n@",
        "Cookie: a\n@", ": @", "Sec-WebSocket-Protocol: mesh.channel.v1, @",
        "Sec-WebSocket-Protocol: mesh.channel.v1.@",
        "bad line\r\nCookie: @", "Host: b\r\nCookie: @", "Hos: @", "Hosts: @", "Cookie: @\u{1}@",
        "Expect: a\r\nCookie: @",
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\nabGET /?session=@ HTTP/1.1", "Content-Length: 1_\r\n\r\na@",
    ]

    private static let chunks = [
        "3\r\nabc\r\n0\r\nAuthorization: @\r\n\r\n", "0\r\nCookie: a\r\n @\r\n\r\n", "0\r\nHost: @\r\n\r\n",
        "0\r\n@\r\n\r\n", "3;a=@\r\nabc\r\n0\r\n\r\n", "3;a=\"@ \\\"@\"\r\nabc\r\n0\r\n\r\n",
        "3\r\nabcAuthorization: @\r\n0\r\n\r\n",
    ]

    private static let others = [
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u{1}@\r\n\r\n", "GET /?session=@\r\n\r\n", "/?session=@ HTTP/1.1\r\n\r\n",
        "\"GET /?session=@ HTTP/1.1\r\n\r\n", "GET\t/?session=@ HTTP/1.1\r\n\r\n", "(@\r\n\r\n",
        "\u{FEFF}GET /?session=@ HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n\0\0\u{1}@\r\n\r\n",
    ]

    private static let places =
        targets.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
        + lines.map { "GET /health HTTP/1.1\r\nHost: a\r\n\($0)\r\n\r\n" }
        + chunks.map { "POST /channels/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\($0)" } + others

    @Test(arguments: places) func `has no secret, wherever it may carry one`(request: String) {
        let next = "GET /health HTTP/1.1\r\nHost: a\r\nCookie: @\r\n\r\n"
        // What stands before the host in a target ends with the sign that stands for the secret elsewhere.
        let text = (request + next).replacing("@@", with: "@\u{2}").replacing("@", with: Self.secret)
            .replacing("\u{2}", with: "@")
        for before in ["", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"] {
            let sent = Array((before + text).utf8)
            let recorded = SecretMaskTests.masked(sent)
            let readable = String(decoding: recorded, as: UTF8.self)
            for start in 0..<(Self.secret.utf8.count - 4) {
                let part = String(Self.secret.dropFirst(start).prefix(5))
                #expect(!readable.contains(part), "\(part)")
            }
            #expect(recorded.count == sent.count)
            #expect(Self.decisions(of: recorded) == Self.decisions(of: sent))
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `takes the way through a decoder that it took, also when it is damaged`(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 3)
        for _ in 0..<100 {
            var sent: [UInt8] = []
            for _ in 0...dice.below(3) {
                let place = Self.places[dice.below(Self.places.count)]
                var mutator = Mutator(dice: Dice(seed: dice.next(), stream: 1))
                sent +=
                    dice.below(2) == 0
                    ? Array(place.utf8) : mutator.mutated(HTTPGrammar.request(&dice), with: HTTPGrammar.request(&dice))
            }
            for _ in 0..<dice.below(4) {
                let bytes = Array("\r\n :;/?#%@&=[]\t\"X,\u{E9}".utf8)
                sent.insert(bytes[dice.below(bytes.count)], at: dice.below(sent.count + 1))
            }
            let recorded = SecretMaskTests.masked(sent)
            #expect(recorded.count == sent.count)
            #expect(
                Self.decisions(of: recorded) == Self.decisions(of: sent),
                "\(String(decoding: sent, as: UTF8.self))"
            )
        }
    }
}
