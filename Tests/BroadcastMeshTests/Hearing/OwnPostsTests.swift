import Synchronization
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("Posts of a node's own program", .computing) struct OwnPostsTests {
    private let posts = OwnPosts()

    /// Adds a post that says a number.
    @discardableResult
    private func add(_ content: UInt8, on channel: String = "tea") -> (number: Int, isFirst: Bool) {
        let notes = MessageNotes(isJSON: false)
        let post = ChannelPost(channel: Array(channel.utf8), type: .binary, bytes: [content], notes: notes)
        let number = posts.number()
        return (number, posts.add(post, number) { _ in })
    }

    /// What is taken until there is nothing more.
    private func takeAll(unless isCrowded: ([UInt8]) -> Bool = { _ in false }) -> [UInt8] {
        var taken: [UInt8] = []
        while let post = posts.popFirst(unless: isCrowded) { taken += post.post.bytes }
        return taken
    }

    @Test func `are taken in order, each channel in its turn`() {
        for number in 1...4 { add(UInt8(number)) }
        for number in 11...12 { add(UInt8(number), on: "coffee") }
        #expect(takeAll() == [1, 11, 2, 12, 3, 4])
        #expect(!posts.hasWaiting && posts.lineCount == 0)
    }

    @Test func `wait where their channel is crowded, and hold up no other`() {
        for number in 1...2 { add(UInt8(number)) }
        for number in 11...12 { add(UInt8(number), on: "coffee") }
        #expect(takeAll(unless: { $0 == Array("tea".utf8) }) == [11, 12])
        #expect(posts.hasWaiting)
        #expect(takeAll() == [1, 2])
    }

    @Test func `ask for a turn when they are the first that wait`() {
        #expect(add(1).isFirst)
        #expect(!add(2).isFirst && !add(3, on: "coffee").isFirst)
        _ = takeAll()
        #expect(add(4).isFirst)
    }

    @Test func `are looked for in so many channels at a time`() {
        for number in 0..<1000 { add(1, on: "\(number)") }
        var looks = 0
        let post = posts.popFirst { _ in
            looks += 1
            return true
        }
        #expect(post.map(\.post.bytes) == nil)
        #expect(looks == OwnPosts.looksAtOnce)
        var seen: [String] = []
        _ = posts.popFirst { name in
            seen.append(String(decoding: name, as: UTF8.self))
            return true
        }
        #expect(seen.first == "256")
    }

    @Test func `that were withdrawn are not taken, and leave nothing behind`() {
        add(1)
        let second = add(2).number
        add(3)
        posts.withdraw(second)
        for _ in 0..<10_000 { posts.withdraw(add(9).number) }
        #expect(posts.lineCount < 200)
        #expect(takeAll() == [1, 3])
        posts.withdraw(second)
        #expect(!posts.hasWaiting)
    }
}
