import BroadcastMesh
import Testing

@Suite("A node") struct MeshNodeTests {
    private static let json = #"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:7" }] }"#

    @Test func `is one of the configuration's`() throws {
        let mesh = try MeshConfiguration(parsing: Array(Self.json.utf8))
        #expect(throws: MeshNodeError.unknownNode("bravo")) { try MeshNode("bravo", of: mesh) }
    }

    @Test func `does not run without the key that its mesh asks for`() throws {
        var surroundings = ConfigurationSurroundings.none
        surroundings.environmentKey = "0123456789abcdef"
        let mesh = try MeshConfiguration(parsing: Array(Self.json.utf8), in: surroundings)
        #expect(throws: MeshNodeError.keysUnsupported) { try MeshNode("alpha", of: mesh) }
    }
}
