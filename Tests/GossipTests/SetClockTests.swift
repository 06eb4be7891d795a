import Gossip
import Testing

@Suite("Retention while the wall clock is set", .computing) struct SetClockTests {
    private static let hour: Int64 = 3_600_000_000
    private static let kept: Int64 = 86_400

    private func mesh(_ count: Int = 1, messages: Int = 10_000, bytes: Int = 64 << 20) -> TestMesh {
        var settings = GossipSettings()
        settings.retention.messages = messages
        settings.retention.bytes = bytes
        return TestMesh(count, settings: settings)
    }

    private func post(_ text: String, _ count: Int, at node: Int = 0, in mesh: inout TestMesh) {
        for _ in 0..<count { mesh.post(text, at: node) }
        mesh.settle()
        endTurn(of: &mesh)
    }

    private func endTurn(of mesh: inout TestMesh) {
        for node in mesh.nodes.indices {
            var grown: [Int] = []
            mesh.nodes[node].takeGrownChannels(into: &grown)
            let now = mesh.moment(of: node)
            repeat { mesh.nodes[node].enforceRetention(at: now) } while mesh.nodes[node].hasRetentionWork
        }
    }

    private func count(_ mesh: TestMesh, at node: Int = 0) -> Int {
        mesh.nodes[node].channels[mesh.rooms[node]]?.messageCount ?? 0
    }

    private func pass(seconds: Int64, in mesh: inout TestMesh) {
        mesh.now.monotonic += seconds * 1_000_000_000
        mesh.now.wall += seconds * 1_000_000
        endTurn(of: &mesh)
    }

    @Test func `keeps everything for its time when the clock leaps 25 hours ahead, and no longer`() {
        var mesh = mesh()
        post("a", 3, in: &mesh)
        mesh.now.wall += 25 * Self.hour
        pass(seconds: 2, in: &mesh)
        #expect(count(mesh) == 3)

        pass(seconds: 60, in: &mesh)
        post("b", 3, in: &mesh)
        pass(seconds: Self.kept - 90, in: &mesh)
        #expect(count(mesh) == 6)
        pass(seconds: 60, in: &mesh)
        #expect(count(mesh) == 3)
        pass(seconds: 60, in: &mesh)
        #expect(count(mesh) == 0)
    }

    @Test func `measures by the right clock at once when a leap is undone`() {
        var mesh = mesh()
        post("a", 3, in: &mesh)
        mesh.now.wall += 25 * Self.hour
        pass(seconds: 30, in: &mesh)
        post("b", 3, in: &mesh)
        mesh.now.wall -= 25 * Self.hour
        pass(seconds: 30, in: &mesh)
        post("c", 3, in: &mesh)
        #expect(count(mesh) == 9)

        pass(seconds: Self.kept - 30, in: &mesh)
        #expect(count(mesh) == 6)
        pass(seconds: 100, in: &mesh)
        #expect(count(mesh) == 0)
    }

    @Test func `keeps nothing longer when the clock is set back by 25 hours`() {
        var mesh = mesh()
        post("a", 3, in: &mesh)
        mesh.now.wall -= 25 * Self.hour
        pass(seconds: 2, in: &mesh)
        post("b", 3, in: &mesh)
        pass(seconds: Self.kept - 10, in: &mesh)
        #expect(count(mesh) == 6)
        pass(seconds: 80, in: &mesh)
        #expect(count(mesh) == 0)
    }

    @Test func `lets the older go first when the clock is set back, of what comes from others too`() {
        var mesh = mesh(2, messages: 4)
        mesh.connect(0, 1)
        post("a", 4, in: &mesh)
        mesh.wallOffsets[0] = -2 * Self.hour
        pass(seconds: 1, in: &mesh)

        post("b", 3, at: 1, in: &mesh)
        #expect(count(mesh) == 4 && mesh.transcripts[0] == mesh.transcripts[1])
    }

    @Test func `holds what is posted after messages of the future made room`() {
        var mesh = mesh(bytes: 1 << 20)
        let long = String(repeating: "f", count: 100_000)
        post("a", 1, in: &mesh)
        mesh.now.wall += 25 * Self.hour
        post(long, 20, in: &mesh)
        mesh.now.wall -= 25 * Self.hour
        pass(seconds: 1, in: &mesh)

        // They count as if they were of a minute after their arrival, here as elsewhere.
        pass(seconds: 61, in: &mesh)
        post("b", 3, in: &mesh)
        #expect(count(mesh) > 3 && mesh.log(of: 0).hasSuffix("fbbb"))
    }

    @Test func `believes times again once a clock that was never set is set right`() {
        var mesh = mesh(2)
        mesh.wallOffsets[0] = -40 * 365 * 24 * Self.hour
        mesh.connect(0, 1)
        post("a", 3, at: 1, in: &mesh)
        pass(seconds: 60, in: &mesh)
        mesh.wallOffsets[0] = 0
        endTurn(of: &mesh)
        pass(seconds: 60, in: &mesh)
        post("b", 3, in: &mesh)
        #expect(count(mesh) == 6)

        pass(seconds: Self.kept - 30, in: &mesh)
        #expect(count(mesh) == 3 && mesh.transcripts[0] == mesh.transcripts[1])
    }
}
