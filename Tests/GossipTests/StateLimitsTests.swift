import Gossip
import Testing

@Suite("The state entries that are kept", .computing) struct StateLimitsTests {
    @Test(arguments: [(entries: 1, bytes: 1 << 16), (entries: 256, bytes: 1)])
    func `have the newest among them, however few they may be`(limit: (entries: Int, bytes: Int)) {
        var settings = GossipSettings()
        settings.limits.stateEntries = limit.entries
        settings.limits.stateBytes = limit.bytes
        var mesh = TestMesh(2, settings: settings)
        mesh.connect(0, 1)
        mesh.settle()

        mesh.join("ana", at: 0)
        var bytes: [UInt8] = []
        mesh.nodes[0].produce(for: mesh.wires[0].links.0, into: &bytes, limit: 1 << 16, at: mesh.now)

        #expect(bytes.count > 4 && bytes[4] == FrameType.entries.rawValue)
    }
}
