import Testing

@testable import MeshClient

@Suite("Keys that are canonically equivalent, and are not the same") struct ExactKeyTests {
    private static let keys = ["\u{E9}", "e\u{301}"]

    @Test func `are keys of two posts, which are both sent`() throws {
        #expect(Self.keys[0] == Self.keys[1])
        var posts = UnsettledPosts()
        for key in Self.keys { try posts.add(.text(key), key: key) }
        posts.open(nil, rate: nil, at: 0)
        let said = posts.say(at: 0).map { Array($0.frameText.utf8) }
        #expect(said == Self.keys.map { Array($0.utf8) })

        let isConfirmed = posts.confirm(Self.keys[0], as: "alpha@1/1", copies: 2, at: 0)
        #expect(isConfirmed)
        #expect(posts.waitingByteCount == Self.keys[1].utf8.count)
    }

    @Test func `are keys of two messages, which are both heard`() {
        var heard = HeardKeys()
        for (run, isNew) in [("alpha@1", true), ("bravo@1", false)] {
            for (number, key) in Self.keys.enumerated() {
                let isHeard = heard.insert(key, of: "\(run)/\(number)", at: .zero)
                #expect(isHeard == isNew)
            }
        }
    }
}

extension WebSocketMessage {
    /// What a text says.
    fileprivate var frameText: String {
        if case .text(let text) = self { text } else { "" }
    }
}
