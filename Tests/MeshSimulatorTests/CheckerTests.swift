import Gossip
import Testing

@testable import MeshSimulator

@Suite("The checkers", .computing) struct CheckerTests {
    @Test func `know when a clock that was set back may be believed`() {
        var clock = WitnessedClock(0)
        // The last time it was there before.
        let first = [-3_600_000_000, 10_000_000, -3_600_000_000].map { clock.set(to: $0) }
        #expect(first == [false, false, true])

        var other = WitnessedClock(0)
        let second = [7_200_000_000, 0].map { other.set(to: $0) }
        #expect(second == [false, true])
    }

    @Test func `find what outgrew its bound, and what waits though nothing happens any more`() {
        var size = NodeSize(
            name: "alpha",
            queues: QueueReport(),
            limits: QueueReport(),
            messageBytes: 6,
            messageLimit: 6
        )
        #expect(size.violations.isEmpty && size.leftovers.isEmpty)

        size.queues.arrivals = 1
        size.queues.earlyBytes = 2
        size.queues.wants = 3
        size.queues.questions = 4
        #expect(size.leftovers.map(\.description) == Self.tooLarge)

        size.queues.frameBytes = 5
        size.queues.names = 6
        size.queues.users = 8
        size.messageBytes = 7
        let tooLarge =
            Self.tooLarge + [
                "alpha has 5 bytes of frames, and may have 0",
                "alpha has 6 names, and may have 0",
                "alpha has 8 users, and may have 0",
                "alpha has 7 bytes of messages, and may have 6",
            ]
        #expect(size.violations.map(\.description) == tooLarge)
    }

    @Test func `name the message that came twice or out of order`() {
        let ledger = Self.ledger(of: 3)
        var reader = OnceInOrder()
        #expect(reader.note(1, in: ledger, reader: "ana") == nil)
        #expect(reader.note(1, in: ledger, reader: "ana") == .repeated(id: "alpha@5/2", reader: "ana"))
        #expect(reader.note(0, in: ledger, reader: "ana") == .outOfOrder(id: "alpha@5/1", reader: "ana"))
        #expect(reader.note(2, in: ledger, reader: "ana") == nil)
    }

    @Test func `find a message that one node lacks, and excuse one that no living node has`() {
        let judge = Judge(ledger: Self.ledger(of: 3), rule: RetentionRule(Retention()), seesNodes: false)
        let (full, empty) = (Self.node("alpha", [0, 1]), Self.node("bravo", [0]))
        #expect(judge.violations(nodes: [full, full], clients: []).isEmpty)
        let found = judge.violations(nodes: [full, empty], clients: [])
        #expect(found.contains(.missing(id: "alpha@5/2", count: 1, reader: "bravo")))
        #expect(found.contains(.heldWrongly(count: 1, expected: 2, reader: "bravo")))
    }

    @Test func `find nodes that disagree about messages, losses, users and each other`() {
        let judge = Judge(ledger: Self.ledger(of: 1), rule: RetentionRule(Retention()), seesNodes: true)
        let good = Self.node("alpha", [0])
        var bad = Self.node("bravo", [0])
        bad.reachableRuns = ["alpha@5"]
        bad.transcripts = [7, 7]
        bad.usernames = ["eve"]
        bad.lostCount = 1
        let found = judge.violations(nodes: [good, bad], clients: [])
        #expect(found.contains(.transcriptsDiffer(first: "alpha", second: "bravo")))
        #expect(found.contains(.usersDiffer(node: "bravo", shown: ["eve"], expected: [])))
        #expect(found.contains(.nodesDiffer(node: "bravo", shown: ["alpha@5"], expected: ["alpha@5", "bravo@5"])))
        #expect(found.contains(.countedAsLost(count: 1, reader: "bravo")))
    }

    @Test func `find a node that counts more as lost than it never had`() {
        var retention = Retention()
        retention.messages = 1
        let judge = Judge(ledger: Self.ledger(of: 3), rule: RetentionRule(retention), seesNodes: false)
        var node = Self.node("alpha", [2])
        node.stored = node.seen[0]
        for (count, excess) in [(2, nil), (3, 1)] as [(Int, Int?)] {
            node.lostCount = count
            let found = judge.violations(nodes: [node], clients: [])
            let objections = found.filter { if case .countedAsLost = $0 { true } else { false } }
            #expect(objections == (excess.map { [.countedAsLost(count: $0, reader: "alpha")] } ?? []))
            var lenient = judge
            lenient.losesExactly = false
            #expect(!lenient.violations(nodes: [node], clients: []).contains { objections.contains($0) })
        }
    }

    @Test func `find a node that counts what it has as lost after it was started again`() {
        var retention = Retention()
        retention.messages = 1
        let judge = Judge(ledger: Self.ledger(of: 3), rule: RetentionRule(retention), seesNodes: false)
        var node = Self.node("alpha", [2])
        node.stored = Bitset(below: 3)
        // One was lost with an earlier disk, or in an earlier run: that is no more of this one's business.
        (node.lostCount, node.lostBefore) = (1, 1)
        #expect(!judge.violations(nodes: [node], clients: []).contains(.countedAsLost(count: 1, reader: "alpha")))

        node.lostCount = 2
        #expect(judge.violations(nodes: [node], clients: []).contains(.countedAsLost(count: 1, reader: "alpha")))
    }

    @Test func `find a node that shows a run that is over`() {
        let judge = Judge(ledger: Self.ledger(of: 0), rule: RetentionRule(Retention()), seesNodes: true)
        var node = Self.node("alpha", [])
        node.reachableRuns = ["alpha@4"]
        let found = judge.violations(nodes: [node], clients: [])
        #expect(found == [.nodesDiffer(node: "alpha", shown: ["alpha@4"], expected: ["alpha@5"])])
    }

    @Test func `ask nobody whom it sees who still believes what a liar made up`() {
        var node = Self.node("alpha", [])
        node.reachableRuns = []
        let judge = Judge(ledger: Self.ledger(of: 0), rule: RetentionRule(Retention()), seesNodes: true)
        #expect(!judge.violations(nodes: [node], clients: []).isEmpty)
        node.isMisled = true
        #expect(judge.violations(nodes: [node], clients: []).isEmpty)
    }

    @Test func `find a name that two users hold`() {
        let judge = Judge(ledger: Self.ledger(of: 0), rule: RetentionRule(Retention()), seesNodes: true)
        let clients = ["zo\u{EB}", "zoe\u{308}"].map {
            ClientView(name: $0, node: 0, channel: 0, seen: Bitset(), before: Bitset(), username: $0)
        }
        let found = judge.violations(nodes: [Self.node("alpha", [])], clients: clients)
        #expect(found.contains { if case .nameHeldTwice = $0 { true } else { false } })
    }

    private static let tooLarge = [
        "alpha has 1 arrivals, and may have 0",
        "alpha has 2 bytes held back, and may have 0",
        "alpha has 3 wants, and may have 0",
        "alpha has 4 questions, and may have 0",
    ]

    private static func ledger(of count: Int) -> Ledger {
        var ledger = Ledger()
        for number in 0..<count {
            ledger.record(name: "alpha", epoch: 5, sequence: UInt64(number) + 1, time: Int64(number), process: 0)
        }
        return ledger
    }

    private static func node(_ name: String, _ messages: [Int]) -> NodeView {
        var seen = Bitset()
        for message in messages { _ = seen.insert(message) }
        return NodeView(
            name: name,
            seen: [seen, Bitset()],
            transcripts: [UInt64(messages.count), 0],
            counts: [messages.count, 0],
            lostCount: 0,
            usernames: [],
            run: "\(name)@5",
            reachableRuns: ["alpha@5", "bravo@5"]
        )
    }
}
