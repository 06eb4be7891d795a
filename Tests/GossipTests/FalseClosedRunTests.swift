import Bytes
import Gossip
import Testing

/// What is taken here is written, read back and passed on.
@Suite("A lie about runs that are over", .computing) struct FalseClosedRunTests {
    private static let largest: UInt64 = 1 << 48

    /// Whether a node can read what it would write to its disk at the moment.
    private static func readsItself(_ mesh: inout TestMesh, _ node: Int) throws {
        var disk = TestDisk()
        disk.beginStretch(with: mesh.nodes[node])
        try mesh.restart(node, from: disk)
    }

    @Test(arguments: [(1 << 53, []), (0, [1 << 53]), (1 << 53 - 1, [1 << 53])] as [(UInt64, [UInt64])])
    func `exiles no node with a run of it that cannot have begun`(watermark: UInt64, runs: [UInt64]) throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let closed = HandmadePeer.closedRuns(upTo: watermark, and: runs.map { ($0, 1) })
        try charlie.send([closed], of: "alpha", from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.run(milliseconds: 15_000)

        #expect(mesh.nodes[0].epoch == HandmadePeer.epoch)
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        mesh.post("a", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a")
        try Self.readsItself(&mesh, 0)
    }

    @Test func `is answered by a later run when it can have begun`() throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let epoch = mesh.now.epoch(chance: 0)
        let closed = HandmadePeer.closedRuns(upTo: epoch)
        try charlie.send([closed], of: "alpha", from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.run(milliseconds: 15_000)

        #expect(mesh.nodes[0].epoch > epoch)
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        mesh.post("a", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a")
        try Self.readsItself(&mesh, 0)
    }

    @Test func `makes no count of messages larger than what can be written down`() throws {
        var mesh = TestMesh(2)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let epoch = mesh.now.epoch(chance: 0) - 1_000_000_000
        let all = HandmadePeer.closedRuns(upTo: epoch, messages: Self.largest, and: [(epoch + 5, 5)])
        let more = HandmadePeer.closedRuns(upTo: epoch + 7, messages: Self.largest)
        for items in [[HandmadePeer.post([0x78]), all], [more]] {
            try charlie.send(items, of: "zulu", epoch: epoch + 9, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        #expect(mesh.log(of: 1) == "x")
        try Self.readsItself(&mesh, 0)
    }

    @Test func `costs nobody the run that a disk has under the largest number of all`() throws {
        var frames: [UInt8] = []
        var body = HandmadePeer.origin("alpha", epoch: 1 << 53)
        body += [0, 1] + HandmadePeer.post([0x78])
        frames.append(bigEndian: UInt32(body.count + 1))
        frames += [3] + body
        var mesh = TestMesh(2)
        mesh.restart(0, epoch: HandmadePeer.epoch)
        var extent = JournalExtent()
        try mesh.nodes[0].restore(frames.span, noting: &extent, at: mesh.now)
        mesh.nodes[0].finishRestoring(at: mesh.now)
        mesh.nodes[0].startJournal()

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        #expect(mesh.log(of: 0) == "x")
        try Self.readsItself(&mesh, 0)
    }
}
