import Gossip
import Testing

@testable import MeshSimulator

@Suite("What retention may let go of") struct RetentionRuleTests {
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
}
