import Testing

@testable import BroadcastMesh

@Suite("Links that wait for clients", .computing) struct HeldLinksTests {
    /// In which of the turns links are read, when each takes a tenth of a second.
    private func turnsRead(_ count: Int, isOverweight: Bool = false, isCrowded: (Int) -> Bool) -> [Int] {
        var links = HeldLinks()
        return (0..<count).filter { turn in
            let now = Int64(turn) * 100_000_000
            if links.beginTurn(at: now, isOverweight: isOverweight) { return false }
            return !(links.mustWait ?? links.wait(if: isCrowded(turn), at: now))
        }
    }

    @Test func `are read in every turn in which nobody waits`() {
        #expect(turnsRead(4) { $0 == 2 } == [0, 1, 3])
    }

    @Test func `are read every half a second however long clients are behind`() {
        #expect(turnsRead(18) { _ in true } == [5, 11, 17])
    }

    @Test func `are read every half a second however long room is made`() {
        #expect(turnsRead(18, isOverweight: true) { _ in false } == [5, 11, 17])
    }

    @Test func `begin to wait anew when they were read`() {
        #expect(turnsRead(12) { $0 != 4 } == [4, 10])
    }
}
