import Bytes
import Gossip
import Testing

@Suite("Nodes that take messages of different lengths", .computing) struct UnequalLimitTests {
    /// A line of nodes, each with a limit of its own.
    private static func mesh(_ limits: [Int], wires: [(Int, Int)], acquaintanceTime: Int64 = 0) -> TestMesh {
        var mesh = TestMesh(limits.count, acquaintanceTime: acquaintanceTime)
        for node in limits.indices {
            var settings = mesh.nodes[node].settings
            settings.frameBytes = limits[node]
            settings.agreement = Agreement(
                nodes: TestMesh.names,
                messageBytes: limits[node],
                retention: settings.retention
            )
            mesh.nodes[node] = GossipNode(
                name: TestMesh.names[node],
                epoch: 1_700_000_000_000,
                bootNonce: UInt64(node) + 1,
                settings: settings
            )
            mesh.rooms[node] = mesh.nodes[node].openChannel(.chat, named: Array("chat".utf8))
        }
        for wire in wires { mesh.connect(wire.0, wire.1) }
        return mesh
    }

    @Test func `count a longer one as lost, once, and go on`() {
        var mesh = Self.mesh([100, 5], wires: [(0, 1)])
        mesh.settle()
        mesh.post("a", at: 0)
        mesh.post("much longer", at: 0)
        mesh.post("b", at: 0)
        mesh.run(milliseconds: 1000)

        #expect(mesh.log(of: 1) == "ab")
        #expect(mesh.nodes[1].counters.lost == 1)
        #expect(mesh.nodes[1].channels[mesh.rooms[1]]?.lostCount == 1)
        #expect(mesh.nodes[1].linkReports.count == 1)
        #expect(mesh.nodes[1].queues.wants == 0)
    }

    @Test func `do so when it was posted before they met, and when two neighbours have it`() {
        var mesh = Self.mesh([100, 5, 100], wires: [(0, 2)])
        mesh.post("a", at: 0)
        mesh.post("much longer", at: 0)
        mesh.post("b", at: 0)
        mesh.settle()
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.run(milliseconds: 3000)

        #expect(mesh.log(of: 1) == "ab")
        #expect(mesh.nodes[1].counters.lost == 1)
        #expect(mesh.log(of: 2) == "amuch longerb")
        #expect(mesh.nodes.map(\.linkReports.count) == [2, 2, 2])
        #expect(mesh.nodes[1].queues.wants == 0)
    }

    @Test func `pass the gap on to whoever is behind the one with the lowest limit`() {
        var mesh = Self.mesh([100, 5, 100], wires: [(0, 1), (1, 2)])
        mesh.settle()
        mesh.post("much longer", at: 0)
        mesh.post("b", at: 0)
        mesh.run(milliseconds: 3000)

        #expect(mesh.log(of: 2) == "b")
        #expect(mesh.nodes[2].counters.lost == 1)
    }

    @Test func `wait for a longer one that another neighbour is about to bring`() {
        let wires = [(0, 1), (1, 3), (0, 2), (2, 3)]
        var mesh = Self.mesh([100, 5, 100, 100], wires: wires, acquaintanceTime: 2_000_000_000)
        mesh.run(milliseconds: 2500)
        mesh.post("x", at: 0)
        mesh.settle()

        mesh.post("much longer", at: 0)
        mesh.post("b", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 3) == "x", "the one with the lowest limit was first")
        mesh.run(milliseconds: 200)

        #expect(mesh.log(of: 3) == "xmuch longerb")
        #expect(mesh.nodes.map(\.counters.lost) == [0, 1, 0, 0])
        #expect(mesh.nodes[3].queues.wants == 0)
    }

    @Test func `wait once for a neighbour that hears of everything from them`() {
        let wires = [(0, 1), (1, 2), (2, 3)]
        var mesh = Self.mesh([100, 5, 100, 100], wires: wires, acquaintanceTime: 2_000_000_000)
        mesh.run(milliseconds: 2500)
        mesh.post("x", at: 0)
        mesh.post("much longer", at: 0)
        mesh.post("b", at: 0)
        mesh.run(milliseconds: 1900)
        #expect(mesh.log(of: 2) == "x")
        mesh.run(milliseconds: 200)
        #expect(mesh.log(of: 3) == "xb")

        mesh.post("much longer", at: 0)
        mesh.post("c", at: 0)
        mesh.run(milliseconds: 100)
        #expect(mesh.log(of: 3) == "xbc")
        #expect(mesh.nodes.map(\.counters.lost) == [0, 2, 2, 2])
    }

    @Test func `are no second copy of what is too long for one of them, until another has it`() {
        var mesh = Self.mesh([100, 5, 100], wires: [(0, 1)])
        mesh.settle()
        let texts = ["a", "much longer", "b"]
        let ids = texts.map { mesh.post($0, key: $0, at: 0).stamp.id }
        mesh.run(milliseconds: 1000)
        #expect(ids.map { mesh.nodes[0].secondCopy(of: $0) } == [.held, .passedOver, .held])

        mesh.connect(0, 2)
        mesh.run(milliseconds: 1000)
        #expect(mesh.log(of: 2) == "amuch longerb")
        #expect(ids.map { mesh.nodes[0].secondCopy(of: $0) } == [.held, .held, .held])
    }
}
