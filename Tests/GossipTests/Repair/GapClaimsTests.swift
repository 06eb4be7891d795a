import Testing

@testable import Gossip

@Suite("Gaps that neighbours told of", .computing) struct GapClaimsTests {
    @Test func `are joined where they follow each other, and kept apart by run and link`() {
        var claims = GapClaims()
        for gap in [4...5, 6...6, 9...9] as [ClosedRange<UInt64>] { claims.insert(gap, of: 1, by: 7) }

        #expect(claims.contain(4...6, of: 1, by: 7))
        #expect(!claims.contain(4...7, of: 1, by: 7))
        #expect(!claims.contain(8...9, of: 1, by: 7))
        #expect(!claims.contain(4...6, of: 2, by: 7))
        #expect(!claims.contain(4...6, of: 1, by: 8))
        claims.checkInvariants()
    }

    @Test func `are forgotten with the link, and where nothing is missing any more`() {
        var claims = GapClaims()
        for link in 0...1 { claims.insert(4...5, of: 1, by: link) }
        claims.insert(4...5, of: 2, by: 1)

        claims.forget(link: 0)
        claims.close(1)

        #expect(!claims.contain(4...5, of: 1, by: 0))
        #expect(!claims.contain(4...5, of: 1, by: 1))
        #expect(claims.contain(4...5, of: 2, by: 1))
        claims.checkInvariants()
    }

    @Test func `are kept in their order alone, and no more of one neighbour than there is room for`() {
        var claims = GapClaims()
        let most = UInt64(GapClaims.limit)
        for place in 1...most + 1 { claims.insert(2 * place...2 * place, of: 1, by: 0) }
        claims.insert(4...4, of: 1, by: 1)
        claims.insert(2...2, of: 1, by: 1)

        #expect(claims.contain(2 * most...2 * most, of: 1, by: 0))
        #expect(!claims.contain(2 * most + 2...2 * most + 2, of: 1, by: 0))
        #expect(!claims.contain(2...2, of: 1, by: 1))
        claims.checkInvariants()
    }
}
