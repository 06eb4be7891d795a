import Gossip
import Testing

@testable import MeshSimulator

@Suite("The grammar of gossip", .computing) struct GrammarTests {
    static let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `makes frames that a node takes`(seed: UInt64) throws {
        var settings = GossipSettings()
        settings.neighbours = ["bravo"]
        settings.frameRule = .webSocket
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
        let link = node.openLink(expecting: nil, over: .tcp, at: Self.now)
        var grammar = GossipGrammar(
            dice: Dice(seed: seed, stream: 0),
            runs: [.init(name: "bravo", epoch: 5), .init(name: "charlie", epoch: 7)],
            wall: UInt64(Self.now.wall)
        )

        let hello = grammar.hello("bravo", epoch: 5, nonce: 2).encoded
        try node.receive(hello.span, on: link, at: Self.now)
        var greeting: [UInt8] = []
        node.produce(for: link, into: &greeting, limit: 1 << 16, at: Self.now)
        let welcome = try #require(GossipGrammar.welcome(to: greeting)).encoded
        try node.receive(welcome.span, on: link, at: Self.now)
        for _ in 0..<20 {
            let frame = grammar.frame().encoded
            // A goodbye is valid, and the last.
            guard frame[4] != FrameType.goodbye.rawValue else { return }
            try node.receive(frame.span, on: link, at: Self.now)
        }

        #expect(node.peer(of: link) == "bravo")
    }

    @Test func `is changed in the same way by the same seed, and most times changed`() {
        let input = GossipGrammar(dice: Dice(seed: 1, stream: 0), runs: [], wall: 0).hello("bravo", epoch: 5, nonce: 2)
        func changed(_ seed: UInt64) -> [UInt8] {
            var mutator = Mutator(dice: Dice(seed: seed, stream: 0))
            return mutator.mutated(input, with: input)
        }

        #expect((0..<100).allSatisfy { changed($0) == changed($0) })
        #expect((0..<100).count { changed($0) != input.encoded } > 60)
    }

    @Test func `writes a lie in the place of a length, and what follows as it is`() {
        var piece = Piece(.block(.bigEndian(4), [.byte(9), .varint(300)]))
        #expect(piece.encoded == [0, 0, 0, 3, 9, 0xAC, 0x02])

        piece.lie = 1 << 31
        #expect(piece.encoded == [0x80, 0, 0, 0, 9, 0xAC, 0x02])
    }
}
