import Testing

@testable import Gossip

@Suite("The hash of a log", .computing) struct LogHashTests {
    /// Two nodes, to each of which somebody else told of charlie's run, and who then met.
    private static func met(_ first: Int64, _ second: Int64) throws -> TestMesh {
        var mesh = TestMesh(2)
        for (node, time) in [first, second].enumerated() {
            let charlie = try HandmadePeer("charlie", of: &mesh.nodes[node], at: mesh.now)
            let items = [HandmadePeer.post([0x61]), HandmadePeer.post([0x62], time: 1_700_000_000_000_000 + time)]
            try charlie.send(items, of: "charlie", from: 1, to: &mesh.nodes[node], at: mesh.now)
            mesh.nodes[node].closeLink(charlie.link, reason: .disconnected("cut"), at: mesh.now)
        }
        mesh.connect(0, 1)
        mesh.run(milliseconds: 3000)
        return mesh
    }

    @Test func `shows two neighbours that they hold two histories of a run that is over`() throws {
        let mesh = try Self.met(1, 2)
        let id = MessageID(node: "charlie", epoch: HandmadePeer.epoch, sequence: 2)
        #expect(mesh.events[0].filter { $0 == .forked(id, peer: "bravo") }.count == 1)
        #expect(mesh.events[1].filter { $0 == .forked(id, peer: "alpha") }.count == 1)
        #expect(mesh.nodes.map { $0.linkReports.count } == [1, 1])

        #expect(try Self.met(1, 1).nodes.map(\.forkCount) == [0, 0])
    }

    @Test func `shows it to who gets the rest of another history`() throws {
        var mesh = TestMesh(2)
        for (node, count) in [2, 3].enumerated() {
            let charlie = try HandmadePeer("charlie", of: &mesh.nodes[node], at: mesh.now)
            let items = (0..<count).map { number in
                HandmadePeer.post([0x61], time: 1_700_000_000_000_000 + Int64(number * 10 + node))
            }
            try charlie.send(items, of: "charlie", from: 1, to: &mesh.nodes[node], at: mesh.now)
            mesh.nodes[node].closeLink(charlie.link, reason: .disconnected("cut"), at: mesh.now)
        }
        mesh.connect(0, 1)
        mesh.run(milliseconds: 3000)

        let id = MessageID(node: "charlie", epoch: HandmadePeer.epoch, sequence: 3)
        #expect(mesh.events[0].filter { $0 == .forked(id, peer: "bravo") }.count == 1)
    }

    /// What a node has of the hash of the run of the first one.
    private static func hash(at node: Int, in mesh: TestMesh) throws -> LogHash {
        let id = MessageID(node: "alpha", epoch: mesh.nodes[0].epoch, sequence: 1)
        return mesh.nodes[node].origins[try #require(mesh.nodes[node].number(of: id))].log.hash
    }

    @Test func `is learned by who took a gap, and after that of every entry`() throws {
        var settings = GossipSettings()
        settings.retention.messages = 2
        var mesh = TestMesh(2, settings: settings)
        for text in ["a", "b", "c", "d"] {
            mesh.post(text, at: 0)
            mesh.nodes[0].enforceRetention(at: mesh.now)
        }
        mesh.connect(0, 1)
        mesh.run(milliseconds: 3000)
        #expect(mesh.nodes[1].counters.lost == 2)
        mesh.post("e", at: 0)
        mesh.run(milliseconds: 100)

        let known = try Self.hash(at: 1, in: mesh)
        #expect(known.isKnown)
        #expect(try known == Self.hash(at: 0, in: mesh))
    }

    @Test func `is told of what is held, and is no claim to hold more`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.post([0x61])], of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now)
        _ = try bravo.heard(from: &mesh.nodes[0], at: mesh.now)
        for (lower, length) in [(2, 11), (3, 1)] as [(UInt8, Int)] {
            try bravo.say(5, HandmadePeer.origin("charlie") + [lower, 9, 9], to: &mesh.nodes[0], at: mesh.now)
            let answer = try bravo.frames(from: &mesh.nodes[0], at: mesh.now).last { $0.type == .entries }
            // The number of the first item, and the hash in an item of ten bytes where there is one.
            #expect(answer?.body.count == HandmadePeer.origin("charlie").count + 1 + length)
        }
    }

    @Test func `is still known when a node was started again from what others had told it`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 1)
        for text in ["a", "b", "c"] { mesh.post(text, at: 0) }
        mesh.connect(0, 1)
        mesh.run(milliseconds: 1000)
        let before = try Self.hash(at: 1, in: mesh)
        var disk = TestDisk()
        disk.beginStretch(with: mesh.nodes[1])
        mesh.cut(0)
        try mesh.restart(1, from: disk)

        // The checkpoint has no message, and says what they add up to.
        #expect(mesh.log(of: 1).isEmpty)
        #expect(before.isKnown)
        #expect(try Self.hash(at: 1, in: mesh) == before)
    }
}
