import Gossip
import Testing

@Suite("Forwarding", .computing) struct ForwardingTests {
    /// Wires of a mesh of so many nodes.
    struct Shape: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var nodes: Int
        var wires: [[Int]]
    }

    static let shapes = [
        Shape(testDescription: "a line", nodes: 4, wires: [[0, 1], [1, 2], [2, 3]]),
        Shape(testDescription: "a ring", nodes: 5, wires: [[0, 1], [1, 2], [2, 3], [3, 4], [4, 0]]),
        Shape(testDescription: "a star", nodes: 5, wires: [[0, 1], [0, 2], [0, 3], [0, 4]]),
        Shape(testDescription: "a full mesh", nodes: 4, wires: [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]),
        Shape(testDescription: "a triangle with a tail", nodes: 4, wires: [[0, 1], [0, 2], [1, 2], [2, 3]]),
    ]

    @Test(arguments: shapes)
    func `brings every message to every node once, in its sender's order`(shape: Shape) {
        var mesh = TestMesh(shape.nodes)
        for wire in shape.wires { mesh.connect(wire[0], wire[1]) }
        mesh.settle()

        for round in 0..<5 {
            for node in 0..<shape.nodes { mesh.post("<\(node)\(round)>", at: node) }
            mesh.settle()
        }

        for node in 0..<shape.nodes {
            let log = mesh.log(of: node)
            #expect(log.split(separator: ">").count == shape.nodes * 5)
            for sender in 0..<shape.nodes {
                let rounds = log.split(separator: ">").filter { $0.hasPrefix("<\(sender)") }
                #expect(rounds == (0..<5).map { "<\(sender)\($0)" })
            }
        }
        #expect(Set(mesh.transcripts).count == 1)
    }

    /// What is longer than a datagram goes in two, of which the second carries next to nothing.
    @Test(arguments: [60, 110, 300]) func `fills a datagram with what was posted, and no more`(size: Int) {
        var mesh = TestMesh(2)
        let wire = mesh.connect(0, 1)
        mesh.settle()
        for number in 0..<100 { mesh.post("\(100 + number)" + String(repeating: "x", count: size - 3), at: 0) }

        let link = mesh.wires[wire].links.0
        var sizes: [Int] = []
        while mesh.nodes[0].hasOutput(link, at: mesh.now) {
            var output: [UInt8] = []
            mesh.nodes[0].produce(for: link, into: &output, limit: 1141, at: mesh.now)
            sizes.append(output.count)
        }
        #expect(sizes.allSatisfy { $0 <= 1141 }, "\(sizes)")
        #expect(sizes.dropLast().allSatisfy { $0 > 1141 - 2 * (size + 40) }, "\(sizes)")
    }

    @Test func `has one transcript for a frame that was posted in two parts`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let (header, payload): ([UInt8], [UInt8]) = ([0x81, 3], [1, 2, 3])

        _ = mesh.nodes[0].post(header.span, payload.span, in: mesh.rooms[0], at: mesh.now)
        mesh.settle()

        #expect(mesh.transcripts[0] == mesh.transcripts[1])
        #expect(mesh.log(of: 1).unicodeScalars.count == 5)
    }

    @Test func `stops sending twice once every node knows its parents`() {
        var mesh = TestMesh(4)
        for wire in Self.shapes[3].wires { mesh.connect(wire[0], wire[1]) }
        mesh.settle()
        for _ in 0..<5 {
            for node in 0..<4 { mesh.post("a", at: node) }
            mesh.run(milliseconds: 200)
        }
        let before = mesh.nodes.map(\.counters.duplicates)

        for _ in 0..<50 {
            for node in 0..<4 { mesh.post("b", at: node) }
            mesh.run(milliseconds: 10)
        }

        #expect(mesh.nodes.map(\.counters.duplicates) == before)
        #expect(mesh.log(of: 3).filter { $0 == "b" }.count == 200)
    }

    @Test func `goes on over another link when a parent's link breaks`() {
        var mesh = TestMesh(4)
        for wire in [[0, 1], [1, 3], [0, 2], [2, 3]] { mesh.connect(wire[0], wire[1]) }
        mesh.post("1", at: 0)
        mesh.run(milliseconds: 100)
        mesh.cut(1)
        mesh.post("2", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 3) == "12")
    }

    @Test func `grows its trees anew when a link takes the place of another`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let links = HandmadePeer.links(to: ["alpha", "charlie"])
        try bravo.send([links], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.run(milliseconds: 2000)
        // Bravo gets what alpha posts from elsewhere.
        try bravo.say(6, HandmadePeer.origin("alpha"), to: &mesh.nodes[0], at: mesh.now)
        mesh.post("a", at: 0)
        #expect(try !bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.entries))

        let others = HandmadePeer.links(to: ["alpha", "delta"])
        try bravo.send([others], of: "bravo", from: 2, to: &mesh.nodes[0], at: mesh.now)
        mesh.run(milliseconds: 2000)
        mesh.post("b", at: 0)
        #expect(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.entries))
    }

    @Test func `tells of a run again that a peer had elsewhere when its link skipped ahead`() throws {
        var settings = GossipSettings()
        settings.limits.lag = 1
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let post = HandmadePeer.post([0x61])
        try charlie.send([post], of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        try bravo.say(6, HandmadePeer.origin("zulu"), to: &mesh.nodes[0], at: mesh.now)
        #expect(try !bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.heads), "they are gathered first")

        try bravo.announce(1, of: "zulu", to: &mesh.nodes[0], at: mesh.now)
        for _ in 0..<3 { mesh.post("x", at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        #expect(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.heads))
        #expect(mesh.nodes[0].marks.contains(.linkSkippedAhead))

        try charlie.send([post], of: "zulu", from: 2, to: &mesh.nodes[0], at: mesh.now)
        _ = try bravo.heard(from: &mesh.nodes[0], at: mesh.now)
        mesh.run(milliseconds: 100)
        let told = try bravo.frames(from: &mesh.nodes[0], at: mesh.now).filter { $0.type == .heads }.map(\.body)
        #expect(told == [HandmadePeer.origin("zulu") + [2]])
    }
}
