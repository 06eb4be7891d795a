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
            return if case .post(let head, _) = item { head.envelope.rank } else { nil }
        }

        #expect(try rank(7) == 1007)
        #expect(try rank(UInt64(Ranks.limit) - 1000) == Ranks.limit)
        #expect(throws: TruncatedInput.self) { try rank(UInt64(Ranks.limit) - 999) }
        #expect(throws: TruncatedInput.self) { try rank(.max) }
    }

    private static let now = Moment(monotonic: 0, wall: 1_800_000_000_000_000)

    @Test func `are believed up to the bound of the clock, or one above all that was seen`() {
        let bound = Moment.wallLimit + Self.now.wall
        var ranks = Ranks()
        #expect(ranks.believable(7, at: Self.now) == 7)
        #expect(ranks.believable(bound, at: Self.now) == bound)
        #expect(ranks.believable(bound + 1, at: Self.now) == bound)
        #expect(ranks.believable(Ranks.limit, at: Self.now) == bound)
        // Each of many is one more, so they stay in the order in which they came.
        ranks.witness(bound)
        #expect(ranks.believable(Ranks.limit, at: Self.now) == bound + 1)
        #expect(ranks.believable(bound - 1, at: Self.now) == bound - 1)
        // A later clock believes more, and one that was never set as much as one of 2026.
        let later = Moment(monotonic: 0, wall: Self.now.wall + 10)
        #expect(ranks.believable(Ranks.limit, at: later) == bound + 10)
        let unset = Moment(monotonic: 0, wall: 0)
        #expect(Ranks.bound(at: unset) == Moment.wallLimit + Int64(Epoch.earliestClock))
        #expect(Ranks.bound(at: Moment(monotonic: 0, wall: .max)) == 2 * Moment.wallLimit)
    }

    @Test func `of any clock are believed`() {
        let unset = Moment(monotonic: 0, wall: 0)
        for time in [0, Self.now.wall, Self.now.wall + 3_600_000_000, Moment.wallLimit] {
            #expect(Ranks().believable(time, at: unset) == time)
        }
    }

    /// A channel of which few messages are held, on a node with two neighbours: one of them tells of messages that are
    /// ranked as high as can be.
    private static func flooded() throws -> (mesh: TestMesh, hostile: HandmadePeer) {
        var settings = GossipSettings()
        settings.retention.messages = 5
        var mesh = TestMesh(3, settings: settings)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()
        let hostile = try HandmadePeer("hotel", of: &mesh.nodes[0], at: mesh.now)
        let distance = UInt64(Ranks.limit) - 1_700_000_000_000_000
        let posts = (0..<9).map { _ in HandmadePeer.post([0x7A], rankedAbove: distance) }
        try hostile.send(posts, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.settle()
        return (mesh, hostile)
    }

    private static func endTurn(of mesh: inout TestMesh) {
        for node in mesh.nodes.indices {
            var grown: [Int] = []
            mesh.nodes[node].takeGrownChannels(into: &grown)
            mesh.nodes[node].enforceRetention(at: mesh.now)
        }
    }

    @Test func `that are made up keep no later message from being the newest, on any node`() throws {
        var (mesh, hostile) = try Self.flooded()
        Self.endTurn(of: &mesh)

        for (text, node) in [("a", 0), ("b", 1), ("c", 2), ("d", 0), ("e", 1)] {
            let rank = mesh.post(text, at: node).rank
            #expect(rank < Ranks.limit)
            mesh.settle()
            Self.endTurn(of: &mesh)
        }

        for node in mesh.nodes.indices { #expect(mesh.log(of: node).hasSuffix("abcde"), "node \(node)") }
        #expect(Set(mesh.transcripts).count == 1)
        let held = mesh.nodes[0].channels[mesh.rooms[0]]?.messageCount
        #expect(held == 5)

        // It goes on, but no further.
        let post = HandmadePeer.post([0x79], rankedAbove: UInt64(Ranks.limit) - 1_700_000_000_000_000)
        try hostile.send([post], of: "zulu", from: 10, to: &mesh.nodes[0], at: mesh.now)
        mesh.post("f", at: 2)
        mesh.settle()
        Self.endTurn(of: &mesh)
        for node in mesh.nodes.indices { #expect(mesh.log(of: node).contains("f")) }
        #expect(mesh.nodes.map(\.linkReports.count) == [2, 2, 1])
    }

    @Test func `that are made up are no second history of their run`() throws {
        var (mesh, _) = try Self.flooded()
        let other = try HandmadePeer("golf", of: &mesh.nodes[2], at: mesh.now)
        let distance = UInt64(Ranks.limit) - 1_700_000_000_000_000
        let again = [HandmadePeer.post([0x7A], rankedAbove: distance)]
        try other.send(again, of: "zulu", from: 9, to: &mesh.nodes[2], at: mesh.now)
        #expect(mesh.nodes[2].forkCount == 0)
        // Another text is one.
        let forked = [HandmadePeer.post([0x79], rankedAbove: distance)]
        try other.send(forked, of: "zulu", from: 9, to: &mesh.nodes[2], at: mesh.now)
        #expect(mesh.nodes[2].forkCount == 1)
    }

    @Test func `of a disk that had made-up ones are taken in the order in which they were written`() throws {
        var settings = GossipSettings()
        settings.retention.messages = 5
        var mesh = TestMesh(1, settings: settings)
        // As a release wrote it that believed every rank: names decided.
        let distance = UInt64(Ranks.limit) - 1_700_000_000_000_000
        var frames: [UInt8] = []
        for (name, text) in [("zulu", 0x7A), ("alpha", 0x61)] as [(String, UInt8)] {
            Framing.append(.entries, to: &frames) { body in
                body += HandmadePeer.origin(name, epoch: 1_600_000_000_000) + [0, 1]
                for _ in 0..<4 { body += HandmadePeer.post([text], rankedAbove: distance) }
            }
        }
        var extent = JournalExtent()
        try mesh.nodes[0].restore(frames.span, noting: &extent, at: mesh.now)
        mesh.nodes[0].finishRestoring(at: mesh.now)
        let rank = mesh.post("b", at: 0).rank
        Self.endTurn(of: &mesh)
        #expect(rank < Ranks.limit)
        // The earlier run of alpha and the one that runs: of zulu's, which came first, nothing is held.
        let channel = mesh.nodes[0].channels[mesh.rooms[0]]
        #expect(channel?.messageCount == 5 && channel?.shares.shares.count == 2)
    }

    @Test func `that no message can have do not become the floor of a node that has nothing`() throws {
        var settings = GossipSettings()
        settings.announcesLinks = false
        var mesh = TestMesh(1, settings: settings)
        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        var probe: [UInt8] = []
        for value in [0, mesh.nodes[0].clockHash, UInt64(Ranks.limit - 1)] { probe.append(bigEndian: value) }
        try peer.say(8, probe + [1], to: &mesh.nodes[0], at: mesh.now)
        mesh.nodes[0].enforceRetention(at: mesh.now)
        #expect(mesh.nodes[0].channels.floor < mesh.now.wall)
        #expect(mesh.post("b", at: 0).rank == mesh.now.wall)
    }
}
