import Testing

@testable import Gossip

@Suite("Claims of local users", .computing) struct ClaimsTests {
    private let nobody = ClientSession(hash: 0)

    @Test func `are found by the entries that made them, until they end`() {
        var claims = Claims()
        let (first, second) = (claims.add(madeBy: 3, of: nobody), claims.add(madeBy: 5, of: nobody))
        #expect(claims.claim(madeBy: 3) == first)
        #expect(claims.claim(madeBy: 5) == second)
        #expect(claims.remove(first) == 3)
        #expect(claims.remove(first) == nil)
        #expect(claims.claim(madeBy: 3) == nil)
    }

    @Test func `go on in a new run, whose numbers are those of others in the old one`() {
        var claims = Claims()
        let (first, second) = (claims.add(madeBy: 3, of: nobody), claims.add(madeBy: 4, of: nobody))
        claims.replace(by: [(first, 4), (second, 3)])
        #expect(claims.claim(madeBy: 4) == first)
        #expect(claims.remove(second) == 3)
        #expect(claims.claim(madeBy: 3) == nil)
    }

    @Test func `end with a run when the next one does not tell of them: its numbers are of others`() {
        var claims = Claims()
        let (first, untold) = (claims.add(madeBy: 3, of: nobody), claims.add(madeBy: 4, of: nobody))
        claims.replace(by: [(first, 4)])
        #expect(claims.remove(untold) == nil)
        #expect(claims.claim(madeBy: 4) == first)
    }

    @Test func `know several sessions of a client where there are several, as long as they stand`() {
        var claims = Claims()
        let client = ClientSession(hash: 7, earlier: [70])
        let claim = claims.add(madeBy: 3, of: client)
        #expect(claims.session(ofClaimBy: 3) == client)
        claims.move(claim, to: 4, of: ClientSession(hash: 70, earlier: [7]))
        #expect(claims.session(ofClaimBy: 4).hash == 70)
        #expect(claims.remove(claim) == 4)
        #expect(claims.session(ofClaimBy: 4) == nobody)
    }
}
