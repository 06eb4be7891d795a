import Bytes
import Testing

@testable import Gossip

@Suite("Ranks", .computing) struct RanksTests {
    @Test func `are higher than all that was seen and let go, and end at a limit`() {
        var ranks = Ranks()
        #expect(ranks.next(at: 10, above: .min) == 10)
        ranks.witness(20)
        ranks.witness(15)
        #expect(ranks.next(at: 10, above: .min) == 21 && ranks.next(at: 10, above: 30) == 31)
        #expect(ranks.next(at: 40, above: 30) == 40)

        ranks.witness(Ranks.limit)
        #expect(ranks.next(at: 10, above: Ranks.limit - 1) == Ranks.limit)
    }

    @Test func `stand in a post as far as they are above its time, and no further than the limit`() throws {
        func rank(_ distance: UInt64) throws -> Int64? {
            var body: [UInt8] = []
            body.append(bigEndian: UInt64(1000))
            body.append(varint: distance)
            let bytes = HandmadePeer.item(1, body + [0, 0])
            var cursor = ByteCursor()
            let item = try EntryItem(decoding: bytes.span, at: &cursor, frameLimit: 10)
            return if case .post(_, _, _, let rank, _, _, _) = item { rank } else { nil }
        }

        #expect(try rank(7) == 1007)
        #expect(try rank(UInt64(Ranks.limit) - 1000) == Ranks.limit)
        #expect(throws: TruncatedInput.self) { try rank(UInt64(Ranks.limit) - 999) }
        #expect(throws: TruncatedInput.self) { try rank(.max) }
    }

    @Test func `that are the highest there are make room all the same`() throws {
        var settings = GossipSettings()
        settings.retention.bytes = 10_000
        var mesh = TestMesh(1, settings: settings)
        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let distance = UInt64(Ranks.limit) - 1_700_000_000_000_000
        let post = HandmadePeer.post([0x61], rankedAbove: distance)
        try peer.send([post], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        for _ in 0..<100 {
            #expect(mesh.post("b", at: 0).rank == Ranks.limit)
            mesh.nodes[0].enforceRetention(at: mesh.now)
            #expect(mesh.nodes[0].messageMemory <= 10_000)
        }
        mesh.post("c", at: 0)
        mesh.nodes[0].enforceRetention(at: mesh.now)
        #expect(mesh.log(of: 0).hasSuffix("c"))
    }
}
