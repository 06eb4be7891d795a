import Gossip
import Testing

@testable import MeshSimulator

@Suite("What retention may let go of", .computing) struct RetentionRuleTests {
    /// Messages of one node, each of so many bytes with what it costs.
    private static func ledger(of sizes: [Int]) -> Ledger {
        var ledger = Ledger()
        for (number, size) in sizes.enumerated() {
            ledger.record(
                name: "alpha",
                epoch: 5,
                sequence: UInt64(number) + 1,
                size: size - RetentionRule.messageCost,
                time: Int64(number),
                process: 0
            )
        }
        return ledger
    }

    private static func rule(messages: Int = 100, bytes: Int) -> RetentionRule {
        var retention = Retention()
        (retention.messages, retention.bytes) = (messages, bytes + RetentionRule.channelCosts[0])
        return RetentionRule(retention)
    }

    @Test func `is everything from the newest that does not fit on`() {
        let ledger = Self.ledger(of: [200, 1000, 200, 200])
        #expect(Self.rule(bytes: 1600).heldCounts(of: [0, 1, 2, 3], in: ledger)[0] == 4...4)
        #expect(Self.rule(bytes: 1599).heldCounts(of: [0, 1, 2, 3], in: ledger)[0] == 3...3)
        #expect(Self.rule(bytes: 1399).heldCounts(of: [0, 1, 2, 3], in: ledger)[0] == 2...2)
        #expect(Self.rule(messages: 1, bytes: 5000).heldCounts(of: [0, 1, 2, 3], in: ledger)[0] == 1...1)
    }

    @Test func `may be more where the dead had something newer`() {
        let ledger = Self.ledger(of: [200, 200, 200])
        #expect(Self.rule(bytes: 400).heldCounts(of: [0, 1], in: ledger)[0] == 1...2)
    }

    /// Three messages of one node, and one of another that has the rank of the second.
    private static var equals: Ledger {
        var ledger = ledger(of: [200, 200, 200])
        ledger.record(name: "bravo", epoch: 5, sequence: 1, size: 200 - RetentionRule.messageCost, time: 1, process: 1)
        return ledger
    }

    @Test func `may be a message with as many behind it, be it by their IDs alone`() {
        let rule = Self.rule(messages: 2, bytes: 5000)
        #expect(rule.mayHaveLetGo(1, of: Self.equals))
        #expect(!rule.mayHaveLetGo(3, of: Self.equals))
        #expect(!Self.rule(messages: 3, bytes: 5000).mayHaveLetGo(1, of: Self.equals))
    }

    @Test func `takes all of one rank along where the first of it does not fit`() {
        let bytes = 3 * 200 + RetentionRule.channelCosts[1]
        #expect(Self.rule(bytes: bytes - 1).mayHaveLetGo(3, of: Self.equals))
        #expect(!Self.rule(bytes: bytes).mayHaveLetGo(3, of: Self.equals))
    }
}
