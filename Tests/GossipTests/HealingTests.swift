import Testing

@testable import Gossip

@Suite("Healing", .computing) struct HealingTests {
    @Test func `brings both sides what the other posted meanwhile`() {
        var mesh = TestMesh(4)
        mesh.connect(0, 1)
        let bridge = mesh.connect(1, 2)
        mesh.connect(2, 3)
        mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(bridge)
        for _ in 0..<100 {
            mesh.post("b", at: 0)
            mesh.post("c", at: 3)
        }
        mesh.run(milliseconds: 100)
        #expect(!mesh.log(of: 0).contains("c"))

        mesh.connect(1, 2)
        mesh.settle()

        for node in 0..<4 {
            #expect(mesh.log(of: node).filter { $0 == "b" }.count == 100)
            #expect(mesh.log(of: node).filter { $0 == "c" }.count == 100)
        }
        #expect(Set(mesh.transcripts).count == 1)
        #expect(mesh.nodes.allSatisfy { $0.isCaughtUp && $0.counters.lost == 0 })
    }

    @Test func `teaches a node that starts with nothing`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        for _ in 0..<20 { mesh.post("x", at: 1) }
        mesh.settle()

        mesh.restart(1, epoch: 1_700_000_100_000)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()
        mesh.post("y", at: 1)
        mesh.settle()

        #expect(mesh.log(of: 1) == String(repeating: "x", count: 20) + "y")
        #expect(mesh.log(of: 0) == mesh.log(of: 2))
    }

    @Test func `takes a higher epoch when the mesh remembers one from the future`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.post("x", at: 0)
        mesh.settle()

        mesh.restart(0, epoch: 1_600_000_000_000)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.post("y", at: 0)
        mesh.settle()

        #expect(mesh.nodes[0].epoch > 1_700_000_000_000)
        #expect(mesh.log(of: 1) == "xy")
        #expect(mesh.events[0].contains(.runRenewed(epoch: mesh.nodes[0].epoch)))
    }

    @Test func `counts what nobody holds any more, and goes on`() {
        var settings = GossipSettings()
        settings.retention.messages = 10
        var mesh = TestMesh(2, settings: settings)
        for _ in 0..<30 { mesh.post("x", at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)

        mesh.connect(0, 1)
        mesh.settle()

        #expect(mesh.log(of: 1) == String(repeating: "x", count: 10))
        #expect(mesh.nodes[1].counters.lost == 20)
        #expect(mesh.transcripts[0] == mesh.transcripts[1])
    }

    @Test func `takes nobody's word that something is gone as long as others are still to come`() {
        let second = 1000
        var mesh = TestMesh(3, acquaintanceTime: 2_000_000_000)
        mesh.nodes[1].settings.neighbours = ["alpha", "charlie"]
        let early = mesh.connect(0, 2)
        for _ in 0..<5 { mesh.post("x", at: 2) }
        mesh.run(milliseconds: second)
        letGo(of: &mesh)
        mesh.cut(early)

        mesh.connect(1, 0)
        mesh.run(milliseconds: second)
        #expect(mesh.nodes[1].counters.lost == 0)
        mesh.connect(1, 2)
        mesh.run(milliseconds: second)
        #expect(mesh.log(of: 1) == "xxxxx")
    }

    @Test func `takes a neighbour's word that something is gone once others had the time to come`() {
        var mesh = TestMesh(2, acquaintanceTime: 2_000_000_000)
        for _ in 0..<5 { mesh.post("x", at: 0) }
        letGo(of: &mesh)

        mesh.connect(0, 1)
        mesh.run(milliseconds: 1000)
        #expect(mesh.nodes[1].counters.lost == 0)
        mesh.run(milliseconds: 3000)
        #expect(mesh.nodes[1].counters.lost == 5)
    }

    /// Has the first node let go of everything, by a clock of its own.
    private func letGo(of mesh: inout TestMesh) {
        let age = Int64(mesh.nodes[0].settings.retention.seconds + 1) * 1_000_000
        mesh.nodes[0].enforceRetention(at: Moment(monotonic: mesh.now.monotonic, wall: mesh.now.wall + age))
        #expect(mesh.log(of: 0) == "")
    }

    @Test func `counts losses for a channel that only they speak of, and keeps it no longer than a moment`() {
        var mesh = TestMesh(2)
        let busy = mesh.nodes[0].openChannel(.relay, named: [1])
        let (head, payload): ([UInt8], [UInt8]) = ([7], [])
        for _ in 0..<30 { _ = mesh.nodes[0].post(head.span, payload.span, in: busy, at: mesh.now) }
        mesh.now.wall += Int64(mesh.nodes[0].settings.retention.seconds + 1) * 1_000_000
        mesh.nodes[0].enforceRetention(at: mesh.now)

        mesh.connect(0, 1)
        mesh.settle()
        let learned = mesh.nodes[1].channels.compactMap { $0 }.first { $0.name == [1] }
        #expect(learned?.lostCount == 30 && learned?.messageCount == 0)

        mesh.nodes[1].enforceRetention(at: mesh.now)
        #expect(!mesh.nodes[1].channels.contains { $0?.name == [1] })
    }
}
