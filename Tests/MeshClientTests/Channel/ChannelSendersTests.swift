import Testing

@testable import MeshClient

@Suite("Those who wait for their posts") struct ChannelSendersTests {
    /// Has them, and what they are waited for with.
    private actor Place {
        private var senders = ChannelSenders()
        private(set) var count = 0

        func post(_ text: String) async throws -> String {
            try await withCheckedThrowingContinuation { continuation in
                senders.add(.text(text), key: nil, continuation, senders.nextNumber())
                count += 1
            }
        }

        func cancel(_ number: Int) { senders.cancel(number) }

        /// Gives the one whose turn it is room.
        func admitFirst(as key: String) -> ChannelPost? {
            guard let sender = senders.first() else { return nil }
            senders.admit(sender, as: key)
            return sender.post
        }

        func answer(_ key: String, _ id: String) { senders.answer(key, .success(id)) }
    }

    @Test func `get room in the order in which they came, and who gave up is passed over`() async throws {
        let place = Place()
        let tasks = try await begin(4, at: place)

        await place.cancel(1)
        await place.cancel(3)
        #expect(await place.admitFirst(as: "k2") == .text("2"))
        #expect(await place.admitFirst(as: "k4") == .text("4"))
        #expect(await place.admitFirst(as: "k5") == nil)
        await place.answer("k4", "alpha@1/2")
        await place.answer("k2", "alpha@1/1")

        #expect(try await [tasks[1].value, tasks[3].value] == ["alpha@1/1", "alpha@1/2"])
        for index in [0, 2] { await #expect(throws: CancellationError.self) { try await tasks[index].value } }
    }

    @Test(.timeLimit(.minutes(10))) func `cost each its own turn, however many there are`() async throws {
        let place = Place()
        let tasks = try await begin(20_000, at: place)

        for number in 1...20_000 {
            _ = await place.admitFirst(as: "k\(number)")
            await place.answer("k\(number)", "alpha@1/\(number)")
        }

        #expect(try await tasks[19_999].value == "alpha@1/20000")
    }

    /// Posts by so many, each once the one before it waits.
    private func begin(_ count: Int, at place: Place) async throws -> [Task<String, any Error>] {
        var tasks: [Task<String, any Error>] = []
        for number in 1...count {
            tasks.append(Task { try await place.post("\(number)") })
            while await place.count < number { await Task.yield() }
        }
        return tasks
    }
}
