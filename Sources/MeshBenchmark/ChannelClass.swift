import MeshClient
import Reactor

/// What the class `BroadcastChannel` of `MeshClient` gives at one node: times by the clock, of program and node together.
enum ChannelClass {
    /// How many tasks post side by side.
    private static let tasks = 64

    /// How many messages each of them posts.
    private static let postsPerTask = 1000

    private static let text = String(repeating: "x", count: 64)

    /// All of it.
    static func figures() async throws -> [Figure] {
        try await NodeProcess.use(isSecure: false) { try await figures(at: $0) }
    }

    private static func figures(at node: NodeProcess) async throws -> [Figure] {
        let channel = try BroadcastChannel("tea", at: [node.url("")])
        let messages = channel.messages()
        await messages.ready()

        let count = tasks * postsPerTask
        let start = Clock.monotonic()
        async let heard = hear(count, of: messages)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask { for _ in 0..<postsPerTask { try await channel.post(text) } }
            }
            try await group.waitForAll()
        }
        let posted = Clock.monotonic()
        let end = try await heard

        let alone = Clock.monotonic()
        for _ in 0..<postsPerTask { try await channel.post(text) }
        let each = Clock.monotonic() - alone
        return [
            Figure(
                subject: "posts of 64 bytes that a node holds, by \(tasks) tasks, a second",
                value: Double(count) * 1e9 / Double(posted - start),
                unit: ""
            ),
            Figure(
                subject: "of them heard by the same program, a second",
                value: Double(count) * 1e9 / Double(end - start),
                unit: ""
            ),
            Figure(subject: "a post and its answer", value: Double(each) / 1000 / Double(postsPerTask), unit: "µs"),
        ]
    }

    /// - Returns: When so many messages were heard, in monotonic nanoseconds.
    private static func hear(_ count: Int, of messages: BroadcastChannel.Messages) async throws -> Int64 {
        var left = count
        for try await _ in messages {
            left -= 1
            if left == 0 { break }
        }
        return Clock.monotonic()
    }
}
