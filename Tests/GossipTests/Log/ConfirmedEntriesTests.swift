import Testing

@testable import Gossip

@Suite("What neighbours hold of a run", .computing) struct ConfirmedEntriesTests {
    private var confirmed = ConfirmedEntries()
    private var lookedAt = 0

    /// Takes notice of a neighbour where every tenth message has 100 bytes, and the others have one.
    private mutating func note(_ head: UInt64, limit: Int, oldest: UInt64 = 1) -> (isFurther: Bool, isLate: Bool) {
        var count = 0
        defer { lookedAt += count }
        return confirmed.note(head, limit: limit, oldest: oldest) { range in
            count += range.count
            return range.filter { $0.isMultiple(of: 10) && limit < 100 }.map { ($0, 100) }
        }
    }

    @Test mutating func `is looked at once, however often they say so`() {
        _ = note(10_000, limit: 50)
        for _ in 0..<1000 { #expect(note(10_000, limit: 50) == (false, false)) }
        #expect(note(10_001, limit: 50) == (true, false))
        #expect(lookedAt == 10_001)
        #expect(confirmed.secondCopy(of: 9990) == .passedOver)
        #expect(confirmed.secondCopy(of: 9991) == .held)
        #expect(confirmed.secondCopy(of: 10_002) == .awaited)
    }

    @Test mutating func `has what was passed over once somebody has it who takes it`() {
        _ = note(100, limit: 50)
        #expect(note(30, limit: 60) == (false, false))
        #expect(note(50, limit: 100) == (false, true))
        #expect(confirmed.secondCopy(of: 50) == .held)
        #expect(confirmed.secondCopy(of: 60) == .passedOver)
        #expect(note(60, limit: 100) == (false, true))
        #expect(note(200, limit: 100) == (true, true))
        for sequence in 1...200 as ClosedRange<UInt64> { #expect(confirmed.secondCopy(of: sequence) == .held) }
    }

    @Test mutating func `is right for more limits than are remembered`() {
        _ = note(100, limit: 1)
        for limit in 2..<40 { #expect(note(100, limit: limit) == (false, false)) }
        #expect(note(100, limit: 2) == (false, false))
        #expect(note(100, limit: 100) == (false, true))
        #expect(confirmed.secondCopy(of: 10) == .held)
    }

    @Test mutating func `is forgotten of what this node has let go`() {
        _ = note(100, limit: 50)
        _ = note(101, limit: 50, oldest: 95)
        #expect(confirmed.secondCopy(of: 100) == .passedOver)
        #expect(note(101, limit: 100, oldest: 101) == (false, false), "nothing that anybody asks about is left")
    }
}
