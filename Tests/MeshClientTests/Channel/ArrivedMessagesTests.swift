import Testing

@testable import MeshClient

@Suite("What has arrived of a channel") struct ArrivedMessagesTests {
    @Test func `says no position that passes a message which was not taken`() async throws {
        let arrivals = ArrivedMessages(after: BroadcastChannel.Position("bravo@1/1"))
        // The first of charlie came before the second, and waits for bravo's.
        arrivals.add(message("charlie@1/2"), .unknown)
        arrivals.add(message("bravo@1/2"), .unknown)
        arrivals.add(message("charlie@1/1"), .whole)
        arrivals.add(message("charlie@1/3"), .whole)
        arrivals.addGap(lost: 2)

        var positions: [String?] = []
        for _ in 0..<4 {
            _ = try await arrivals.next()
            positions.append(arrivals.position?.description)
        }

        let behind = "bravo@1/1"
        #expect(positions == [behind, behind, "bravo@1/2,charlie@1/2", "bravo@1/2,charlie@1/3"])
        await #expect(throws: ChannelError.overtaken(lost: 2)) { try await arrivals.next() }
        arrivals.finish()
        #expect(try await arrivals.next() == nil)
    }

    @Test func `says how far nothing waits any more`() async throws {
        let arrivals = ArrivedMessages(after: BroadcastChannel.Position("bravo@1/1"))
        // The second of charlie waits, and came behind the second of bravo.
        arrivals.add(message("bravo@1/2"), .unknown)
        arrivals.add(message("bravo@1/3"), .upTo(try #require(BroadcastChannel.Position("bravo@1/2"))))
        arrivals.add(message("charlie@1/2"), .whole)
        var positions: [String?] = []
        for _ in 0..<3 {
            _ = try await arrivals.next()
            positions.append(arrivals.position?.description)
        }
        #expect(positions == ["bravo@1/1", "bravo@1/2", "bravo@1/3,charlie@1/2"])
    }

    @Test func `goes on behind what somebody was told is lost`() async throws {
        let arrivals = ArrivedMessages(after: BroadcastChannel.Position("bravo@1/1"))
        arrivals.addGap(lost: 2, after: BroadcastChannel.Position("alpha@1/7,bravo@1/3"))
        arrivals.add(message("bravo@1/9"), .whole)
        arrivals.addGap(lost: 1, after: BroadcastChannel.Position("bravo@1/4"))
        var positions = [arrivals.position?.description]
        for _ in 0..<3 {
            _ = try? await arrivals.next()
            positions.append(arrivals.position?.description)
        }
        #expect(positions == ["bravo@1/1", "alpha@1/7,bravo@1/3", "alpha@1/7,bravo@1/9", "alpha@1/7,bravo@1/9"])
    }

    private func message(_ id: String) -> BroadcastChannel.Message {
        BroadcastChannel.Message(id: id, node: "x", time: .zero, key: nil, content: .text(id))
    }
}
