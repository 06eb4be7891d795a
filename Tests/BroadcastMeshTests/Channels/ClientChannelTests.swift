import FoundationEssentials
import MeshClient
import Reactor
import Testing

@testable import BroadcastMesh

private typealias BroadcastChannel = MeshClient.BroadcastChannel
private typealias ChannelError = MeshClient.ChannelError

/// The channel class for programs that are no node, at real ones.
@Suite("A channel of a program that is no node", .timeLimit(.minutes(10))) struct ClientChannelTests {
    struct Score: Codable, Equatable {
        var player: String
        var points: Int
    }

    @Test func `posts text, values and bytes, and hears them as what they are`() async throws {
        let server = try await ServingNode()
        let tea = try BroadcastChannel("tea & milk", at: [server.url("")])
        let messages = tea.messages()
        await messages.ready()

        let ids = [
            try await tea.post("no milk"), try await tea.post(Score(player: "ana", points: 3)),
            try await tea.post([10, 0, 255] as [UInt8], key: "k1"), try await tea.post(Data([7, 8])),
        ]

        var iterator = messages.makeAsyncIterator()
        var heard: [BroadcastChannel.Message] = []
        for _ in ids { heard.append(try #require(try await iterator.next())) }
        #expect(heard.map(\.id) == ids)
        #expect(heard.map(\.node) == ["alpha", "alpha", "alpha", "alpha"])
        #expect(heard[0].content == .text("no milk"))
        #expect(try heard[0].decode(String.self) == "no milk")
        #expect(try heard[1].decode(Score.self) == Score(player: "ana", points: 3))
        #expect(heard[1].text == #"{"player":"ana","points":3}"#)
        #expect(heard[2].content == .binary([10, 0, 255]))
        #expect(heard[2].key == "k1")
        #expect(heard[3].content == .binary([7, 8]))
        #expect(heard[0].time < heard[1].time && heard[0].time > .seconds(1_700_000_000))
        #expect(throws: DecodingError.self) { try heard[2].decode(Score.self) }
        await server.node.stop()
    }

    @Test func `has an answer for each of many posts, from many tasks`() async throws {
        let server = try await ServingNode()
        let tea = try BroadcastChannel("tea", at: [server.url("")])
        let ids = try await withThrowingTaskGroup(of: [String].self) { group in
            for task in 1...8 {
                group.addTask {
                    var ids: [String] = []
                    for number in 1...200 { ids.append(try await tea.post("\(task) \(number)")) }
                    return ids
                }
            }
            return try await group.reduce(into: Set()) { $0.formUnion($1) }
        }
        #expect(ids.count == 1600)
        await server.node.stop()
    }

    @Test func `posts once what has one key`() async throws {
        let server = try await ServingNode()
        let tea = try BroadcastChannel("tea", at: [server.url("")])
        async let first = tea.post("once", key: "k")
        async let second = tea.post("once", key: "k")
        #expect(try await first == second)
        let other = try BroadcastChannel("tea", at: [server.url("")])
        let third = try await other.post("once", key: "k")
        #expect(try await first == third)
        await server.node.stop()
    }

    @Test func `hears values of one type, and passes over the others`() async throws {
        let server = try await ServingNode()
        let scores = try BroadcastChannel("scores", at: [server.url("")])
        try await scores.post("hello")
        for points in 1...3 { try await scores.post(Score(player: "ana", points: points)) }
        try await scores.post([1, 2])
        try await scores.post(Score(player: "ben", points: 4))

        var heard: [Int] = []
        for try await score in scores.messages(of: Score.self, after: BroadcastChannel.Position()) {
            heard.append(score.points)
            if heard.count == 4 { break }
        }

        #expect(heard == [1, 2, 3, 4])
        await server.node.stop()
    }

    @Test func `goes on where it was, another time and in another loop`() async throws {
        let server = try await ServingNode()
        let tea = try BroadcastChannel("tea", at: [server.url("")])
        let messages = tea.messages()
        await messages.ready()
        for number in 1...5 { try await tea.post("\(number)") }
        #expect(try await take(2, from: messages) == ["1", "2"])
        #expect(try await take(1, from: messages) == ["3"])

        let text = try #require(messages.position).description
        let later = tea.messages(after: BroadcastChannel.Position(text))

        #expect(try await take(2, from: later) == ["4", "5"])
        #expect(try await take(2, from: messages) == ["4", "5"])
        await server.node.stop()
    }

    @Test func `waits for a node, and then posts and hears`() async throws {
        let port = FreePorts.take(1)[0]
        let (problems, told) = AsyncStream.makeStream(of: String.self)
        let tea = try BroadcastChannel("tea", at: ["http://127.0.0.1:\(port)"]) { told.yield($0) }
        let messages = tea.messages()
        async let id = tea.post("early")
        // Told by whoever hears and by whoever posts.
        for await problem in problems.prefix(2) { #expect(problem == "no node answers: http://127.0.0.1:\(port)") }
        let json = """
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:\(port)", "gossip": "127.0.0.1:\(FreePorts.take(1)[0])" }] }
            """
        let node = try MeshNode("alpha", of: try MeshConfiguration(parsing: Array(json.utf8)))
        try await node.start()

        #expect(try await id.hasPrefix("alpha@"))
        await messages.ready()
        try await tea.post("late")

        var iterator = messages.makeAsyncIterator()
        while try await iterator.next()?.text != "late" {}
        await node.stop()
    }

    @Test func `ends when its task is cancelled, and its connections when nobody has it`() async throws {
        let server = try await ServingNode()
        do {
            let tea = try BroadcastChannel("tea", at: [server.url("")])
            let messages = tea.messages()
            try await tea.post("x")
            await messages.ready()
            let task = Task {
                var count = 0
                for try await _ in messages { count += 1 }
                return count
            }
            task.cancel()
            #expect(try await task.value <= 1)
            try await server.eventually("both connections stand") { await $0.attachedCount == 2 }
        }
        try await server.eventually("both connections are gone") { await $0.attachedCount == 0 }
        await server.node.stop()
    }

    @Test func `waits no longer for a post when the task is cancelled`() async throws {
        let tea = try BroadcastChannel("tea", at: ["http://127.0.0.1:\(FreePorts.take(1)[0])"])
        let task = Task { try await tea.post("x") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `loses no message that nobody takes for long, and no post beside it`() async throws {
        let server = try await ServingNode()
        let tea = try BroadcastChannel("tea", at: [server.url("")])
        let messages = tea.messages()
        await messages.ready()
        let large = String(repeating: "x", count: 200_000)

        for number in 1...60 { try await tea.post("\(number) \(large)") }

        let heard = try await take(60, from: messages)
        #expect(heard.map { Int($0.prefix { $0 != " " }) } == Array(1...60))
        await server.node.stop()
    }

    @Test func `throws for what retention let go, and goes on behind it`() async throws {
        let server = try await ServingNode(#""retention": { "messages": 10 },"#)
        let tea = try BroadcastChannel("tea", at: [server.url("")])
        for number in 1...30 { try await tea.post("\(number)") }

        let messages = tea.messages(after: BroadcastChannel.Position())
        await #expect(throws: ChannelError.overtaken(lost: 20)) { _ = try await take(1, from: messages) }

        #expect(try await take(10, from: messages) == (21...30).map { "\($0)" })
        await server.node.stop()
    }

    @Test func `refuses what no node takes`() async throws {
        let server = try await ServingNode(#""limits": { "message_bytes": 1000 },"#)
        let tea = try BroadcastChannel("tea", at: [server.url("")])
        let large = String(repeating: "x", count: 2000)
        await #expect(throws: ChannelError.self) { try await tea.post(large) }
        for key in ["", "0123456789abcdef0123456789abcdef#01"] {
            await #expect(throws: ChannelError.malformedKey) { try await tea.post("x", key: key) }
        }
        await #expect(throws: EncodingError.self) { try await tea.post([Double.nan]) }
        #expect(throws: ChannelError.noNodes) { try BroadcastChannel("tea", at: []) }
        #expect(throws: ChannelError.malformedURL("node")) { try BroadcastChannel("tea", at: ["node"]) }
        #expect(throws: ChannelError.nameTooLong) {
            try BroadcastChannel(String(repeating: "x", count: 257), at: ["http://127.0.0.1"])
        }
        try await tea.post("small")
        await server.node.stop()
    }

    /// The texts of the next messages.
    private func take(_ count: Int, from messages: BroadcastChannel.Messages) async throws -> [String] {
        var texts: [String] = []
        guard count > 0 else { return texts }
        for try await message in messages {
            texts.append(message.text)
            if texts.count == count { break }
        }
        return texts
    }
}
