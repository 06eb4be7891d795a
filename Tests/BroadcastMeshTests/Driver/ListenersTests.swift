import Gossip
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A program that hears more channels than a turn can look at", .timeLimit(.minutes(10))) struct ListenersTests {
    @Test func `has turns as long as one was not looked at since something came, and no longer`() async throws {
        try await withNode { serving in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<30 {
                    let messages = try await serving.node.channel("quiet\(number)").messages()
                    group.addTask { for try await _ in messages {} }
                }
                try await serving.eventually("all wait") { await $0.listeners.waitingCount == 30 }

                #expect(await serving.node.lookForNews(atATime: 10) == [true, true, false, false])
                #expect(await serving.node.lookForNews(atATime: 100) == [false, false, false, false])

                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}

extension MeshNode {
    /// Posts where nobody listens, and looks four times whether somebody has news.
    ///
    /// - Parameter count: At how many at a time.
    /// - Returns: Whether it asked for another turn each time.
    fileprivate func lookForNews(atATime count: Int) -> [Bool] {
        let channel = node.gossip.openChannel(.relay, named: Array("busy".utf8))
        let text = Array("hello".utf8)
        _ = node.post(.text, text.span, in: channel)
        node.gossip.closeChannel(channel)
        return (0..<4).map { _ in bringNews(count * TurnBudget.look) }
    }
}
