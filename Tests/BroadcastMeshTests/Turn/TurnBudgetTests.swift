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
