import MeshClient
import Synchronization

/// Counts aloud on a channel, and tells what it heard the others count, as `count.js` does.
final class SwiftCounter: Sendable {
    private struct Count: Codable {
        var from: String
        var number: Int
    }

    private let name: String
    private let programs: Int
    private let numbers: Int
    private let channel: BroadcastChannel

    /// How many posts it began, and how many of them a node holds.
    private let begun = Atomic<Int>(0)
    private let posted = Atomic<Int>(0)
    private let ending = AsyncStream.makeStream(of: Void.self)
    private let state = Mutex(CountReport(others: [:], gaps: 0, waiting: 0))

    init(_ name: String, at url: String, programs: Int, numbers: Int) throws {
        self.name = name
        self.programs = programs
        self.numbers = numbers
        channel = try BroadcastChannel("count", at: [url])
    }

    /// Whether it has heard of all programs.
    var begins: Bool { state.withLock { $0.others.count == programs - 1 } }

    /// How many of its posts a node holds.
    var said: Int { posted.load(ordering: .relaxed) }

    /// Has it end, once it has heard all.
    func finish() { ending.continuation.finish() }

    private var isDone: Bool {
        begins && state.withLock { $0.others.values.allSatisfy { $0.last >= numbers } }
    }

    /// Counts, once it has heard of all, and hears them to the end.
    ///
    /// - Throws: ``DeadlinePassed`` when that takes minutes; what it posted and heard is printed then.
    func run() async throws -> CountReport {
        try await withDeadline("the Swift program has counted and heard all", seconds: 900) {
            try await self.count()
        } onTimeout: {
            let (begun, posted) = (self.begun.load(ordering: .relaxed), self.posted.load(ordering: .relaxed))
            print("it began \(begun) posts, has posted \(posted), and heard \(self.state.withLock { $0 })")
        }
    }

    private func count() async throws -> CountReport {
        let messages = channel.messages()
        await messages.ready()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.hear(messages) }
            try await post(0)
            try await eventually("the Swift program has heard of all", seconds: 800) { begins }
            for number in 1...numbers {
                try await post(number)
                try await Task.sleep(for: .milliseconds(20))
            }
            try await eventually("the Swift program has heard all", seconds: 800) { isDone }
            // Until then something might come twice.
            for await _ in ending.stream {}
            group.cancelAll()
            try await group.waitForAll()
            return state.withLock { $0 }
        }
    }

    private func post(_ number: Int) async throws {
        begun.add(1, ordering: .relaxed)
        try await channel.post(Count(from: name, number: number))
        posted.add(1, ordering: .relaxed)
    }

    private func hear(_ messages: BroadcastChannel.Messages) async throws {
        while !Task.isCancelled {
            do {
                for try await message in messages { try await hear(message.decode(Count.self), as: message.id) }
            } catch ChannelError.overtaken(let lost) {
                state.withLock { $0.gaps += lost }
            }
        }
    }

    private func hear(_ count: Count, as id: String) async throws {
        guard count.from != name else { return }
        let isNew = state.withLock { report in
            var other = report.others[count.from] ?? CountReport.Other(last: 0, wrong: [])
            defer { report.others[count.from] = other }
            guard count.number > 0 else { return report.others[count.from] == nil }
            if count.number != other.last + 1 { other.wrong.append("\(count.number) as \(id) after \(other.last)") }
            other.last = count.number
            return report.others[count.from] == nil
        }
        if isNew { try await post(0) }
    }
}
