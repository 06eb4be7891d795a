import Testing

@testable import BroadcastMesh

@Suite("The deadlines of clients", .computing) struct DeadlinesTests {
    private static let second: Int64 = 1_000_000_000
    private let client = ClientReference(slot: 1, generation: 1)

    @Test func `pass each in its time`() {
        var deadlines = Deadlines()
        for matter in Deadlines.Matter.allCases { deadlines.set(matter, for: client, at: 0) }
        #expect(deadlines.next == Patience.progress)
        let passed = Deadlines.Matter.allCases.map { matter in
            (0...60).first { deadlines.popPassed(matter, at: Int64($0) * Self.second) != nil }
        }
        #expect(passed == [5, 20, 3, 1])
        #expect(deadlines.next == nil)
    }

    @Test func `move when the node was away, and not when it was only busy`() {
        var deadlines = Deadlines()
        deadlines.set(.heartbeat, for: client, at: 0)
        deadlines.expectTurn(20 * Self.second, at: 0)
        #expect(deadlines.beginTurn(at: 21 * Self.second) == 0)
        deadlines.expectTurn(20 * Self.second, at: 0)
        #expect(deadlines.beginTurn(at: 85 * Self.second) == 66 * Self.second)
        #expect(deadlines.popPassed(.heartbeat, at: 85 * Self.second) == nil)
        #expect(deadlines.next == 86 * Self.second)
    }

    @Test func `do not move when nothing was expected, or something came before`() {
        var deadlines = Deadlines()
        #expect(deadlines.beginTurn(at: 1000 * Self.second) == 0)
        deadlines.expectTurn(nil, at: 1000 * Self.second)
        #expect(deadlines.beginTurn(at: 2000 * Self.second) == 0)
        deadlines.expectTurn(2005 * Self.second, at: 2000 * Self.second)
        #expect(deadlines.beginTurn(at: 2001 * Self.second) == 0)
        // Told once: a turn that was not followed by a word about the next expects nothing.
        #expect(deadlines.beginTurn(at: 3000 * Self.second) == 0)
    }

    @Test(arguments: [0, 86_000, 86_399] as [Int64])
    func `do not move for a time before the last turn, when nobody was away`(seconds: Int64) {
        let asked = seconds * Self.second
        let now = 86_400 * Self.second
        var deadlines = Deadlines()
        deadlines.set(.heartbeat, for: client, at: now)
        deadlines.expectTurn(asked, at: now)
        #expect(deadlines.beginTurn(at: now + 1000) == 0)
        // Who is away then is so from that turn on.
        deadlines.expectTurn(asked, at: now)
        #expect(deadlines.beginTurn(at: now + 5 * Self.second) == 6 * Self.second)
        #expect(deadlines.next == now + 6 * Self.second + Patience.heartbeat)
    }
}
