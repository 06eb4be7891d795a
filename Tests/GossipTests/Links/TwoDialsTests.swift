import Testing

@testable import Gossip

@Suite("Two nodes that dial each other", .computing) struct TwoDialsTests {
    /// How many links a node has that work.
    private func count(_ mesh: TestMesh, at node: Int) -> Int {
        mesh.nodes[node].links.all.count(where: \.isEstablished)
    }

    @Test(arguments: [(0, 1), (1, 0)])
    func `keep the link that the first by name dialed, whichever was there first`(first: Int, second: Int) {
        var mesh = TestMesh(2)
        let older = mesh.connect(first, second)
        mesh.settle()
        let newer = mesh.connect(second, first)
        mesh.settle()

        for node in 0..<2 {
            #expect(count(mesh, at: node) == 1)
            #expect(mesh.nodes[node].links.all.first(where: \.isEstablished)?.peer?.isDialed == (node == 0))
        }
        let ends = mesh.events.joined().compactMap { if case .dropLink(_, let reason) = $0 { reason } else { nil } }
        #expect(ends.contains(.superseded) == (first == 1))
        mesh.cut(first == 0 ? newer : older)
        mesh.post("a", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a")
    }

    @Test func `take each other's link down no more, however often they dial`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let before = mesh.events.map(\.count)
        for _ in 0..<10 {
            mesh.run(milliseconds: 300)
            mesh.cut(mesh.connect(1, 0))
        }
        let news = zip(mesh.events, before).flatMap { $0.dropFirst($1) }
        #expect(!news.contains { if case .linkDown = $0 { true } else { false } })
        #expect(count(mesh, at: 0) == 1)
    }

    @Test func `take the newer one where the older has fallen silent`() {
        var mesh = TestMesh(2)
        let older = mesh.connect(0, 1)
        mesh.settle()
        mesh.wires[older].isUp = false
        mesh.run(milliseconds: 2500)
        mesh.connect(1, 0)
        mesh.settle()
        mesh.post("a", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a")
    }

    @Test func `take the newer of two that one side dialed`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.connect(0, 1)
        mesh.settle()
        let reasons = mesh.events.joined().compactMap { if case .dropLink(_, let reason) = $0 { reason } else { nil } }
        #expect(reasons.contains(.superseded) && !reasons.contains(.alreadyLinked))
        #expect(count(mesh, at: 0) == 1)
    }
}
