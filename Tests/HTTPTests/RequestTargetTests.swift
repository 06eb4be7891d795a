import HTTP
import Testing

@Suite("A request target") struct RequestTargetTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var path: String
        var query: [[String]] = []
        var authority: String?

        init(_ text: String, path: String, query: [[String]] = [], authority: String? = nil) {
            testDescription = text
            self.path = path
            self.query = query
            self.authority = authority
        }
    }

    @Test(arguments: [
        Example("/", path: "/"),
        Example("/channels/", path: "/channels/"),
        Example("/channels/a%2Fb+c%25", path: "/channels/a/b+c%"),
        Example("/%F0%9F%8C%B8", path: "/🌸"),
        Example("/a?", path: "/a"),
        Example("/a?b=c&d", path: "/a", query: [["b", "c"], ["d", ""]]),
        Example("/a?b=1&b=2&=3&b", path: "/a", query: [["b", "1"], ["b", "2"], ["", "3"], ["b", ""]]),
        Example("/a?x+y=%2B+z&e==", path: "/a", query: [["x y", "+ z"], ["e", "="]]),
        Example("/a?b?c=/&&", path: "/a", query: [["b?c", "/"]]),
        Example("/a?e=\u{0301}", path: "/a", query: [["e", "\u{0301}"]]),
        Example("http://h:81/a?b=c", path: "/a", query: [["b", "c"]], authority: "h:81"),
        Example("HTTPS://h", path: "/", authority: "h"),
        Example("http://h?q", path: "/", query: [["q", ""]], authority: "h"),
    ])
    func `is taken apart and decoded`(example: Example) throws {
        let target = try RequestTarget(decoding: example.testDescription)
        #expect(target.path == example.path)
        #expect(target.query.items.map { [$0.key, $0.value] } == example.query)
        #expect(target.authority == example.authority)
        #expect(target.text == example.testDescription)
    }

    @Test(arguments: ["", "a", "a/b", "*", "ftp://h/", "http:///a", "http://u@h/", "/a#b", "/a b", "h:80"])
    func `has one of the forms of RFC 9112`(text: String) {
        #expect(throws: HTTPError.malformedTarget) { try RequestTarget(decoding: text) }
    }

    @Test(arguments: ["/%", "/%4", "/%4G", "/%G4", "/a?%", "/a?b=%zz"])
    func `has two digits after each percent sign`(text: String) {
        #expect(throws: HTTPError.malformedPercentEncoding) { try RequestTarget(decoding: text) }
        #expect(HTTPError.malformedPercentEncoding.status == .badRequest)
    }

    @Test(arguments: ["/%FF", "/%C0%80", "/%ED%A0%80", "/a?b=%E6%9D", "/a?%FF"])
    func `is UTF-8 once decoded`(text: String) {
        #expect(throws: HTTPError.targetNotUTF8) { try RequestTarget(decoding: text) }
    }

    @Test func `has two more forms for two methods`() throws {
        #expect(try RequestTarget(decoding: "*", method: .options).path == "*")
        #expect(try RequestTarget(decoding: "h:443", method: .connect).authority == "h:443")
        #expect(throws: HTTPError.malformedTarget) { try RequestTarget(decoding: "/", method: .connect) }
    }

    @Test(arguments: [Query.mostItems, Query.mostItems + 1])
    func `has a bounded number of items in its query`(count: Int) throws {
        let target = "/?" + Array(repeating: "a", count: count).joined(separator: "&")
        if count <= Query.mostItems {
            #expect(try RequestTarget(decoding: target).query.items.count == count)
        } else {
            #expect(throws: HTTPError.tooManyQueryItems(limit: Query.mostItems)) { try RequestTarget(decoding: target) }
            #expect(HTTPError.tooManyQueryItems(limit: 100).status == .badRequest)
        }
    }

    @Test func `gives the first of several values`() throws {
        let query = try RequestTarget(decoding: "/?name=a&name=b").query
        #expect(query["name"] == "a")
        #expect(query["Name"] == nil)
        let accented = try RequestTarget(decoding: "/?\u{E9}=a").query
        #expect(accented["\u{E9}"] == "a")
        #expect(accented["e\u{301}"] == nil)
    }

    @Test(arguments: ["", "tea", "a/b", "\u{0301}x", "100%", "🌸 + ü"])
    func `gives back the channel that was encoded into it`(channel: String) throws {
        let target = try RequestTarget(decoding: "/channels/" + PercentEncoding.encode(channel))
        let decoded = try #require(target.path(after: "/channels/"))
        #expect(Array(decoded.utf8) == Array(channel.utf8))
        #expect(target.path(after: "/chat/") == nil)
    }
}
