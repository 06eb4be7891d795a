import Reactor
import Testing

@testable import BroadcastMesh

@Suite("The budget of a turn", .computing) struct TurnBudgetTests {
    @Test func `is spent by work, whatever the clock says`() {
        var budget = TurnBudget(10_000)
        budget.spend(calls: 2, bytes: 4096, messages: 3)
        #expect(budget.left == 10_000 - 2 * TurnBudget.call - 4 * TurnBudget.kilobyte - 3 * TurnBudget.message)
        #expect(budget.isOpen)

        budget.spend(connections: 1)
        #expect(!budget.isOpen)
    }

    @Test func `is spent by small pieces as by one large one`() {
        let price: (Int, (inout TurnBudget, Int) -> Void) -> Int = { bytes, spend in
            var budget = TurnBudget()
            for _ in 0..<(1 << 20) / bytes { spend(&budget, bytes) }
            return TurnBudget.turn - budget.left
        }
        let kinds: [(inout TurnBudget, Int) -> Void] = [
            { $0.spend(bytes: $1) },
            { $0.spend(headBytes: $1) },
            { $0.spend(jsonBytes: $1) },
        ]
        for spend in kinds {
            let whole = price(1 << 20, spend)
            #expect(whole > 0)
            #expect(price(512, spend) == whole)
            #expect(price(64, spend) > whole * 9 / 10)
        }
    }

    @Test func `ends after a few thousand of the shortest messages, and after a few megabytes`() {
        var budget = TurnBudget()
        budget.spend(messages: 16_000)
        #expect(!budget.isOpen)

        budget = TurnBudget()
        budget.spend(bytes: 12 << 20)
        #expect(!budget.isOpen)
    }

    @Test func `ends after some hundred requests, messages of a chat or connections, and after one very long list`() {
        var budgets = [TurnBudget](repeating: TurnBudget(), count: 6)
        budgets[0].spend(requests: 800)
        budgets[1].spend(headBytes: 2 << 20)
        budgets[2].spend(chatMessages: 1000)
        budgets[3].spend(connections: 320)
        budgets[4].spend(users: 8000)
        budgets[5].spend(sends: 1000, of: 20 << 10)
        for budget in budgets { #expect(!budget.isOpen) }
    }

    @Test func `leaves half of itself to clients, and is not spent by clients on links`() {
        var turns = Turns()
        turns.budget.spend(messages: TurnBudget.turn / 2 / TurnBudget.message)
        #expect(!turns.isOpen(to: .links))
        #expect(turns.isOpen(to: .clients))
    }

    @Test(arguments: [
        (TurnBudget.turn, [4_000_000, 3_000_000, 2_000_000, 1_000_000, 0], 512, 500_000),
        (80_000, [40_000, 30_000, 20_000, 10_000, 0], 5, 5000),
        (TurnBudget.least, [4, 3, 2, 1, 0], 1, 1),
    ])
    func `is shared out in the same parts, however short the turn is`(
        whole: Int,
        reserves: [Int],
        part: Int,
        share: Int
    ) {
        var turns = Turns(spending: whole)
        let sources: [TurnSource] = [.links, .clients, .program, .audiences, .readers]
        #expect(sources.map { turns.budget.reserve(for: $0) } == reserves)
        #expect(turns.budget.part(512) == part)
        #expect(turns.budget.share(leaving: .audiences, atLeast: 500_000).left == whole - reserves[3])

        turns.budget.spend(whole)
        #expect(turns.budget.share(leaving: .audiences, atLeast: 500_000).left == share)

        turns.begin(at: 0)
        #expect(turns.budget.left == whole)
        turns.isOverweight = true
        turns.begin(at: 1)
        #expect(turns.budget.left == reserves[0] && turns.isOpen(to: .clients))
    }
}
