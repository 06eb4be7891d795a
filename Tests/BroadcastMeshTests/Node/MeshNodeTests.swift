import Reactor
import Testing

@testable import BroadcastMesh

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

    @Test(.timeLimit(.minutes(1)))
    func `whose start failed lets those go who wait for its end`() async throws {
        let taken = try Socket.listen(on: .loopback(port: 0))
        let json = #"""
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:\#(taken.localAddress.port)", "gossip": "127.0.0.1:7" }] }
            """#
        let node = try MeshNode("alpha", of: try MeshConfiguration(parsing: Array(json.utf8)))
        async let end: Void = node.waitUntilStopped()
        while await !node.isWaitedFor { await Task.yield() }
        await #expect(throws: MeshNodeError.self) { try await node.start() }
        try await end
    }
}

extension MeshNode {
    /// Whether somebody waits for the end of a node that was not started.
    fileprivate var isWaitedFor: Bool {
        if case .created(let waiters) = lifecycle { !waiters.isEmpty } else { false }
    }
}
