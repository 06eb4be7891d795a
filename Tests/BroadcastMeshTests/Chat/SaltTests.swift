import Gossip
import Testing

@testable import BroadcastMesh

@Suite("What clients keep secret, as a mesh writes it", .computing) struct SaltTests {
    /// What the nodes of a mesh make of what a client gave.
    private struct Hashes: Hashable {
        var session: UInt128
        var key: MessageKey
    }

    private static let secret = "a secret of 24 characters"

    /// What the two nodes of a mesh make of a session and a key of a message.
    private static func hashes(under key: String?) throws -> [Hashes] {
        let json = #"""
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081", "peers": ["bravo"] },
                        { "name": "bravo", "http": "127.0.0.1:8082", "gossip": "127.0.0.1:7082" }] }
            """#
        var mesh = try MeshConfiguration(parsing: Array(json.utf8))
        mesh.keys = key.map { [Secret(Array($0.utf8))] } ?? []
        return try mesh.nodes.map { node in
            let rooms = ChatRooms(mesh, of: node)
            let entry = try ChatEntry(username: "ana", channel: nil, session: secret, history: nil, salt: rooms.salt)
            return Hashes(session: entry.session, key: rooms.channelKey(secret).key)
        }
    }

    @Test(arguments: [nil, "0123456789abcdef", "fedcba9876543210"])
    func `is a hash, the same on every node`(key: String?) throws {
        let hashes = try Self.hashes(under: key)
        #expect(hashes.count == 2 && Set(hashes).count == 1)
    }

    @Test func `says nothing of a session to a mesh with another key, and of what is no secret the same to all`() throws
    {
        let hashes = try [nil, "0123456789abcdef", "0123456789abcdeg"].flatMap { try Self.hashes(under: $0) }
        #expect(Set(hashes.map(\.session)).count == 3)
        #expect(Set(hashes.map(\.key)).count == 1)
    }
}
