import Bytes
import Gossip
import Testing

@Suite("A frame that no node would send", .computing) struct HostileFrameTests {
    static let largest: UInt64 = 1 << 48

    private static func bravo(at mesh: inout TestMesh, settings: GossipSettings = GossipSettings()) throws
        -> HandmadePeer
    {
        mesh = TestMesh(1, settings: settings)
        return try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
    }

    @Test(arguments: [0, largest + 2, 1 << 53, .max] as [UInt64])
    func `is refused when its entries have numbers that none can have`(first: UInt64) throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            try bravo.send([], of: "bravo", from: first, to: &mesh.nodes[0], at: mesh.now)
        }
    }

    @Test(arguments: [0, largest + 1, 1 << 53, .max] as [UInt64])
    func `is refused when its gap has a length that none can have`(length: UInt64) throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            let gap = HandmadePeer.gap(length)
            try bravo.send([gap, gap], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
    }

    @Test func `changes nothing when only its end is broken`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        let items = [HandmadePeer.post([0x78]), HandmadePeer.join("ana"), [99]]
        #expect(throws: LinkError.malformedFrame(.entries)) {
            try bravo.send(items, of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.log(of: 0) == "")
        #expect(mesh.nodes[0].counters.received == 0)
    }

    @Test func `is refused when it has more items than any node puts into one`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        let item = HandmadePeer.post([])
        try bravo.send(Array(repeating: item, count: 4096), of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            let items = Array(repeating: item, count: 4097)
            try bravo.send(items, of: "bravo", from: 4097, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].counters.received == 4096)
    }

    @Test func `is refused when it tells of more runs that are over than any node does in one`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        let first = HandmadePeer.closedRuns(upTo: 0, and: (0..<4096).map { (2 * $0 + 2, 1) })
        try bravo.send([first], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            let second = HandmadePeer.closedRuns(upTo: 0, and: [(1, 1)])
            try bravo.send([first, second], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
    }

    @Test func `is refused when it tells of more runs than any node does in one`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        var body: [UInt8] = []
        for number in 0..<513 {
            body += HandmadePeer.origin("node\(number)")
            body.append(varint: 1)
        }
        #expect(throws: LinkError.malformedFrame(.heads)) {
            try bravo.say(4, body, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].queues.wants == 0)
    }

    @Test(arguments: ["", "..", "a,b", "a@b", "a/b", "ü"])
    func `is refused when it names a node as none can be named`(name: String) throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            try bravo.send([HandmadePeer.post([0x78])], of: name, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        var other = TestMesh(1)
        let again = try Self.bravo(at: &other)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            let links = HandmadePeer.links(to: [name])
            try again.send([links], of: "bravo", from: 1, to: &other.nodes[0], at: other.now)
        }
    }

    @Test func `with a gap across thousands of entries that wait is taken piece by piece`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        let count: UInt64 = 6000
        for number in 1...count {
            let post = HandmadePeer.post([0x78])
            try bravo.send([post], of: "bravo", from: 2 * number, to: &mesh.nodes[0], at: mesh.now)
        }
        let gap = HandmadePeer.gap(2 * count + 1)
        try bravo.send([gap], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)

        #expect(mesh.nodes[0].queues.earlyBytes == 0)
        #expect(mesh.nodes[0].counters.received == Int(count))
        // What came is not lost, and what is lost is counted once, although each part of the gap could be all of it.
        #expect(mesh.nodes[0].counters.lost == count + 1)
    }

    @Test func `cannot make what is lost so much that a reader ends the node`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(at: &mesh)
        for number in 0..<2048 {
            let gap = HandmadePeer.gap(Self.largest)
            try bravo.send([gap], of: "node\(number)", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        let lost = mesh.nodes[0].replay(after: Position(), in: mesh.rooms[0]).lost
        #expect(lost == 2048 * Self.largest)
    }

    @Test func `is taken elsewhere, written and read back if it was taken here`() throws {
        var mesh = TestMesh(2)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        mesh.startJournal(of: 0)
        let gap = HandmadePeer.gap(Self.largest)
        try charlie.send([gap], of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        disk.beginStretch(with: mesh.nodes[0])

        mesh.connect(0, 1)
        mesh.run(milliseconds: 3000)
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        #expect(mesh.nodes[1].counters.lost == Self.largest)

        mesh.cut(0)
        try mesh.restart(0, from: disk)
        mesh.connect(0, 1)
        mesh.run(milliseconds: 3000)
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
    }
}
