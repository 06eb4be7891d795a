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

    @Test func `are kept in whatever order they come, and joined with all that they touch`() {
        var claims = GapClaims()
        for gap in [20...21, 4...5, 12...13, 8...9, 9...12, 12...12, 14...14] as [ClosedRange<UInt64>] {
            claims.insert(gap, of: 1, by: 7)
            claims.checkInvariants()
        }

        for gap in [4...5, 8...14, 20...21] as [ClosedRange<UInt64>] { #expect(claims.contain(gap, of: 1, by: 7)) }
        for entry in [3, 6, 7, 15, 19, 22] as [UInt64] { #expect(!claims.contain(entry...entry, of: 1, by: 7)) }
        claims.insert(1...30, of: 1, by: 7)
        #expect(claims.contain(1...30, of: 1, by: 7))
        claims.checkInvariants()
    }

    @Test func `are no more of one neighbour than there is room for`() {
        var claims = GapClaims()
        let most = UInt64(GapClaims.limit)
        for place in (2...most + 1).reversed() { claims.insert(2 * place...2 * place, of: 1, by: 0) }
        claims.insert(2...2, of: 1, by: 1)
        claims.insert(2...2, of: 1, by: 0)

        #expect(claims.contain(4...4, of: 1, by: 0))
        #expect(claims.contain(2...2, of: 1, by: 1))
        claims.checkInvariants()
        claims.insert(0...0, of: 1, by: 0)
        #expect(!claims.contain(0...0, of: 1, by: 0))
        // What joins others makes room.
        claims.insert(5...5, of: 1, by: 0)
        claims.insert(0...0, of: 1, by: 0)
        #expect(claims.contain(0...0, of: 1, by: 0))
        claims.checkInvariants()
    }
}
