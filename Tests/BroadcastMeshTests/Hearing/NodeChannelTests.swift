import MeshClient
import Testing

@testable import BroadcastMesh

private typealias BroadcastChannel = BroadcastMesh.BroadcastChannel
private typealias ChannelError = BroadcastMesh.ChannelError

/// The channel class for programs that embed a node.
@Suite("A channel of a program's own node", .timeLimit(.minutes(10))) struct NodeChannelTests {
    struct Score: Codable, Equatable {
        var player: String
        var points: Int
    }

    @Test func `posts text, values and bytes, and hears them as what they are`() async throws {
        try await withNode { server in
            let tea = try await server.node.channel("tea")
            let messages = tea.messages()
            await messages.ready()

            let ids = [
                try await tea.post("no milk"), try await tea.post(Score(player: "ana", points: 3)),
                try await tea.post([10, 0, 255] as [UInt8], key: "k1"), try await tea.post(["a"][0] as String?),
            ]

            let heard = try await take(4, from: messages)
            #expect(heard.map(\.id) == ids)
            #expect(heard.map(\.node) == ["alpha", "alpha", "alpha", "alpha"])
            #expect(heard[0].content == .text("no milk"))
            #expect(try heard[0].decode(String.self) == "no milk")
            #expect(try heard[1].decode(Score.self) == Score(player: "ana", points: 3))
            #expect(heard[2].content == .binary([10, 0, 255]))
            #expect(throws: DecodingError.self) { try heard[2].decode(Score.self) }
            #expect(heard[2].key == "k1")
            #expect(heard[3].content == .text("a"))
            #expect(heard[0].time < heard[1].time && heard[0].time > .seconds(1_700_000_000))
        }
    }

    @Test func `is one with the channel of clients`() async throws {
        try await withNode { server in
            let own = try await server.node.channel("tea")
            let client = try MeshClient.BroadcastChannel("tea", at: [server.url("")])
            let (heardHere, heardThere) = (own.messages(), client.messages())
            await heardHere.ready()
            await heardThere.ready()

            let id = try await own.post(Score(player: "ana", points: 3), key: "k")
            #expect(try await client.post(Score(player: "ana", points: 3), key: "k") == id)
            try await client.post([1, 2] as [UInt8])

            let here = try await take(2, from: heardHere)
            var there: [MeshClient.BroadcastChannel.Message] = []
            for try await message in heardThere {
                there.append(message)
                if there.count == 2 { break }
            }
            #expect(here.map(\.id) == there.map(\.id))
            #expect(here.map(\.time) == there.map(\.time))
            #expect(here.map(\.bytes) == there.map(\.bytes))
            #expect(here.first?.id == id)
        }
    }

    @Test func `hears what is posted on other nodes`() async throws {
        let ports = FreePorts.take(2)
        let mesh = try MeshConfiguration(nodes: [
            .init("alpha", gossip: "127.0.0.1:\(ports[0])", peers: ["bravo"]),
            .init("bravo", gossip: "127.0.0.1:\(ports[1])"),
        ])
        try await withThrowingTaskGroup(of: Void.self) { group in
            let nodes = [try MeshNode("alpha", of: mesh), try MeshNode("bravo", of: mesh)]
            for node in nodes { group.addTask { try await node.run() } }
            let messages = try await nodes[0].channel("tea").messages(after: BroadcastChannel.Position())
            let tea = try await nodes[1].channel("tea")
            for number in 1...100 { try await tea.post(number) }
            #expect(try await take(100, from: messages).map { try $0.decode(Int.self) } == Array(1...100))
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func `goes on where it was, another time and in another loop`() async throws {
        try await withNode { server in
            let tea = try await server.node.channel("tea")
            let messages = tea.messages()
            await messages.ready()
            for number in 1...5 { try await tea.post("\(number)") }
            #expect(try await take(2, from: messages).map(\.text) == ["1", "2"])
            #expect(try await take(1, from: messages).map(\.text) == ["3"])

            let text = try #require(messages.position).description
            let later = tea.messages(after: BroadcastChannel.Position(text))

            #expect(try await take(2, from: later).map(\.text) == ["4", "5"])
            #expect(try await take(2, from: messages).map(\.text) == ["4", "5"])
        }
    }

    @Test func `throws for what retention let go, and goes on behind it`() async throws {
        try await withNode(#""retention": { "messages": 10 },"#) { server in
            let tea = try await server.node.channel("tea")
            let messages = tea.messages()
            await messages.ready()
            for number in 1...30 { try await tea.post("\(number)") }
            let late = tea.messages(after: BroadcastChannel.Position())

            for messages in [messages, late] {
                await #expect(throws: ChannelError.overtaken(lost: 20)) { _ = try await take(1, from: messages) }
                #expect(try await take(10, from: messages).map(\.text) == (21...30).map { "\($0)" })
            }
        }
    }

    @Test func `throws once for each loss, however often one comes back with the position`() async throws {
        try await withNode(#""retention": { "messages": 10 },"#) { server in
            let tea = try await server.node.channel("tea")
            let early = tea.messages()
            await early.ready()
            try await tea.post("0")
            #expect(try await take(1, from: early).map(\.text) == ["0"])
            for number in 1...30 { try await tea.post("\(number)") }

            let late = tea.messages(after: early.position)
            await #expect(throws: ChannelError.overtaken(lost: 20)) { _ = try await take(1, from: late) }
            let text = try #require(late.position).description
            let latest = tea.messages(after: BroadcastChannel.Position(text))
            #expect(try await take(10, from: latest).map(\.text) == (21...30).map { "\($0)" })
        }
    }

    @Test func `brings every message of a flood once, in order, to who takes them meanwhile`() async throws {
        try await withNode { server in
            let tea = try await server.node.channel("tea")
            let messages = tea.messages()
            await messages.ready()
            async let heard = take(5000, from: messages)
            for number in 1...5000 { try await tea.post("\(number)") }
            #expect(try await heard.map(\.text) == (1...5000).map { "\($0)" })
        }
    }

    @Test func `takes what a thousand tasks post at once, each in its order, and nothing once it stops`() async throws {
        let server = try await ServingNode()
        let tea = try await server.node.channel("tea")
        let messages = tea.messages(after: BroadcastChannel.Position())
        let ids = try await withThrowingTaskGroup(of: [String].self) { group in
            for task in 0..<1000 {
                group.addTask {
                    var ids: [String] = []
                    for number in 0..<3 { ids.append(try await tea.post("\(task) \(number)")) }
                    return ids
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let heard = try await take(3000, from: messages)
        #expect(Set(heard.map(\.id)) == Set(ids) && Set(ids).count == 3000)
        #expect(heard.map(\.text).filter { $0.hasPrefix("7 ") } == ["7 0", "7 1", "7 2"])

        let endless = Task { while true { try await tea.post("again") } }
        await server.node.stop()
        await #expect(throws: ChannelError.stopped) { try await endless.value }
    }

    @Test func `waits for its node to serve, and ends with it`() async throws {
        let node = try MeshNode("alpha", of: MeshConfiguration(nodes: [.init("alpha")]))
        let tea = try await node.channel("tea")
        let messages = tea.messages()
        async let heard = take(1, from: messages)
        async let ready: Void = messages.ready()
        async let running: Void = node.run()
        await ready

        try await tea.post("early")
        #expect(try await heard.map(\.text) == ["early"])
        let rest = Task { try await take(2, from: messages) }
        await node.stop()

        #expect(try await rest.value.isEmpty)
        try await running
        await #expect(throws: ChannelError.stopped) { try await tea.post("late") }
        #expect(try await take(1, from: tea.messages()).isEmpty)
    }

    @Test func `waits for a node that never starts no longer than its task`() async throws {
        let node = try MeshNode("alpha", of: MeshConfiguration(nodes: [.init("alpha")]))
        let tea = try await node.channel("tea")
        let post = Task { try await tea.post("x") }
        let hearing = Task { try await take(1, from: tea.messages()) }
        post.cancel()
        hearing.cancel()
        await #expect(throws: CancellationError.self) { try await post.value }
        #expect(try await hearing.value.isEmpty)
    }

    @Test func `leaves nothing behind when nobody listens any more`() async throws {
        try await withNode { server in
            do {
                let messages = try await server.node.channel("tea").messages()
                await messages.ready()
                #expect(await server.node.listenerCount == 1)
                let task = Task { try await take(1, from: messages) }
                task.cancel()
                #expect(try await task.value.isEmpty)
            }
            try await server.eventually("it is forgotten") { await $0.listenerCount == 0 }
        }
    }

    @Test func `has what it posted after a restart, with a data directory`() async throws {
        let directory = TemporaryDirectory()
        let mesh = try MeshConfiguration(nodes: [.init("alpha")])
        for number in 1...2 {
            let node = try MeshNode("alpha", of: mesh, storage: StorageSettings(directory: directory.path))
            async let running: Void = node.run()
            let tea = try await node.channel("tea")
            try await tea.post("\(number)")
            let messages = tea.messages(after: BroadcastChannel.Position())
            #expect(try await take(number, from: messages).map(\.text) == (1...number).map { "\($0)" })
            await node.stop()
            try await running
        }
    }

    @Test func `refuses what no node takes`() async throws {
        try await withNode(#""limits": { "message_bytes": 1000 },"#) { server in
            let tea = try await server.node.channel("tea")
            let large = String(repeating: "x", count: 1001)
            await #expect(throws: ChannelError.tooLarge(byteCount: 1001)) { try await tea.post(large) }
            for key in ["", "0123456789abcdef0123456789abcdef#01"] {
                await #expect(throws: ChannelError.malformedKey) { try await tea.post("x", key: key) }
            }
            await #expect(throws: EncodingError.self) { try await tea.post([Double.nan]) }
            await #expect(throws: ChannelError.nameTooLong) {
                try await server.node.channel(String(repeating: "x", count: 257))
            }
        }
    }

    @Test func `is not had of a node that is recorded`() async throws {
        let directory = TemporaryDirectory()
        let mesh = try MeshConfiguration(nodes: [.init("alpha")])
        let node = try MeshNode("alpha", of: mesh, recording: directory.path)
        await #expect(throws: ChannelError.recorded) { try await node.channel("tea") }
        await node.stop()
    }

    @Test func `ends well when the task that runs its node is cancelled`() async throws {
        let node = try MeshNode("alpha", of: MeshConfiguration(nodes: [.init("alpha")]))
        let running = Task { try await node.run() }
        try await node.channel("tea").post("x")
        running.cancel()
        try await running.value
        await #expect(throws: MeshNodeError.alreadyStarted) { try await node.run() }
    }

    /// The next messages.
    private func take(
        _ count: Int,
        from messages: BroadcastChannel.Messages
    ) async throws -> [BroadcastChannel.Message] {
        var taken: [BroadcastChannel.Message] = []
        for try await message in messages {
            taken.append(message)
            if taken.count == count { break }
        }
        return taken
    }
}

extension MeshNode {
    /// How many places its program has in its channels.
    var listenerCount: Int { listeners.count }
}
