import Gossip
import Testing

@Suite("Two processes under one name", .computing) struct RivalTests {
    @Test func `take turns until one has ended; the other is seen again then`() {
        var mesh = TestMesh(3)
        mesh.nodes[2] = GossipNode(
            name: "alpha",
            epoch: 1_700_000_000_500,
            bootNonce: 99,
            settings: mesh.nodes[2].settings
        )
        mesh.nodes[0].finishStart()
        mesh.nodes[2].finishStart()
        // They never see each other; bravo meets one after the other.
        for node in [2, 0, 2, 0] {
            let wire = mesh.connect(node, 1)
            mesh.settle()
            mesh.cut(wire)
            mesh.settle()
        }
        #expect(mesh.events[0].contains(.runRenewed(epoch: 1_700_000_000_502)))
        #expect(mesh.events[2].contains(.runRenewed(epoch: 1_700_000_000_602)))
        #expect(mesh.events[0].contains(.anotherProcess))

        mesh.connect(0, 1)
        mesh.run(milliseconds: 11_000)

        #expect(mesh.nodes[1].nodeReports.map(\.epoch).contains(1_700_000_000_604))
        #expect(mesh.nodes[0].epoch == 1_700_000_000_604)
    }

    @Test func `do not take one epoch, though both have heard of the same run`() {
        // Each starts with a clock in the past; the first dies before its new run is known where the second starts.
        let meshes = (0..<2).map { _ in
            var mesh = TestMesh(2)
            mesh.connect(0, 1)
            mesh.settle()
            return mesh
        }
        let renewed = zip(meshes, [UInt64(1_600_000_000_000), 1_600_000_005_003]).map { start, epoch in
            var mesh = start
            mesh.restart(0, epoch: epoch)
            mesh.connect(0, 1)
            mesh.settle()
            return mesh.nodes[0].epoch
        }
        #expect(renewed.allSatisfy { $0 > 1_700_000_000_000 })
        #expect(renewed[0] != renewed[1])
    }

    @Test func `do not hide the one that lives, when the other ended before anybody had an entry of it`() throws {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.settle()
        var twin = GossipNode(
            name: "charlie",
            epoch: 1_700_000_000_500,
            bootNonce: 99,
            settings: mesh.nodes[2].settings
        )
        let (near, far) = (
            twin.openLink(expecting: "bravo", over: .tcp, at: mesh.now),
            mesh.nodes[1].openLink(expecting: nil, over: .tcp, at: mesh.now)
        )
        var greeting: [UInt8] = []
        twin.produce(for: near, into: &greeting, limit: 1 << 16, at: mesh.now)
        try mesh.nodes[1].receive(greeting.span, on: far, at: mesh.now)
        mesh.nodes[1].closeLink(far, reason: .disconnected("it ended"), at: mesh.now)

        mesh.connect(2, 1)
        mesh.settle()

        #expect(mesh.nodes[1].nodeReports.map(\.name) == ["alpha", "bravo", "charlie"])
    }
}
