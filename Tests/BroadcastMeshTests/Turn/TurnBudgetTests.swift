import Reactor
import Testing

@testable import BroadcastMesh

@Suite("The budget of a turn") struct TurnBudgetTests {
    @Test func `is spent by work, whatever the clock says`() {
        var budget = TurnBudget(10_000)
        budget.spend(calls: 2, bytes: 4096, messages: 3)
        #expect(budget.left == 10_000 - 2 * TurnBudget.call - 4 * TurnBudget.kilobyte - 3 * TurnBudget.message)
        #expect(budget.isOpen)

        budget.spend(connections: 1)
        #expect(!budget.isOpen)
    }

    @Test func `ends after a few thousand of the shortest messages, and after a few megabytes`() {
        var budget = TurnBudget()
        budget.spend(messages: 16_000)
        #expect(!budget.isOpen)

        budget = TurnBudget()
        budget.spend(bytes: 12 << 20)
        #expect(!budget.isOpen)
    }

    @Test func `leaves half of itself to clients, and is not spent by clients on links`() {
        var turns = Turns()
        turns.budget.spend(messages: TurnBudget.turn / 2 / TurnBudget.message)
        #expect(!turns.isOpen(to: .links))
        #expect(turns.isOpen(to: .clients))
    }
}

@Suite("Sockets that wait for the next turn") struct ReadySourcesTests {
    @Test func `are served in the order in which they came, however often each is ready`() {
        var sources = ReadySources()
        for token: UInt64 in [5, 3, 5, 9, 3] { sources.add(ReadyEvent(token: token, isReadable: true)) }

        #expect(sources.count == 3)
        let served = (0..<4).map { _ in sources.popFirst()?.token }
        #expect(served == [5, 3, 9, nil])
        #expect(sources.isEmpty)
    }

    @Test func `remember everything that was said of them`() {
        var sources = ReadySources()
        sources.add(ReadyEvent(token: 1, isReadable: true))
        sources.add(ReadyEvent(token: 1, isWritable: true))
        sources.add(ReadyEvent(token: 1, isHungUp: true))

        let first = sources.popFirst()
        #expect(first == ReadyEvent(token: 1, isReadable: true, isWritable: true, isHungUp: true))
    }

    @Test func `let everybody through while one comes again and again`() {
        var sources = ReadySources()
        var served: [UInt64] = []
        for round in 0..<500 as Range<UInt64> {
            sources.add(ReadyEvent(token: 1, isReadable: true))
            sources.add(ReadyEvent(token: 100 + round, isReadable: true))
            for _ in 0..<2 { if let event = sources.popFirst() { served.append(event.token) } }
        }
        #expect(served.count { $0 == 1 } == 500)
        #expect(served.filter { $0 != 1 } == Array(100..<600))
    }
}
