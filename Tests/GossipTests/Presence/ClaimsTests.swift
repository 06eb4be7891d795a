import Testing

@testable import Gossip

@Suite("Claims of local users", .computing) struct ClaimsTests {
    @Test func `are found by the entries that made them, until they end`() {
        var claims = Claims()
        let (first, second) = (claims.add(madeBy: 3), claims.add(madeBy: 5))
        #expect(claims.claim(madeBy: 3) == first)
        #expect(claims.claim(madeBy: 5) == second)
        #expect(claims.remove(first) == 3)
        #expect(claims.remove(first) == nil)
        #expect(claims.claim(madeBy: 3) == nil)
    }

    @Test func `go on in a new run, whose numbers are those of others in the old one`() {
        var claims = Claims()
        let (first, second) = (claims.add(madeBy: 3), claims.add(madeBy: 4))
        claims.replace(by: [(first, 4), (second, 3)])
        #expect(claims.claim(madeBy: 4) == first)
        #expect(claims.remove(second) == 3)
        #expect(claims.claim(madeBy: 3) == nil)
    }

    @Test func `end with a run when the next one does not tell of them: its numbers are of others`() {
        var claims = Claims()
        let (first, untold) = (claims.add(madeBy: 3), claims.add(madeBy: 4))
        claims.replace(by: [(first, 4)])
        #expect(claims.remove(untold) == nil)
        #expect(claims.claim(madeBy: 4) == first)
    }
}
