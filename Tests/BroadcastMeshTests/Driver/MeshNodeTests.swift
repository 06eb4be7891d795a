import Reactor
import Synchronization
import Testing

@testable import BroadcastMesh

@Suite("A node") struct MeshNodeTests {
    private static let json = #"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:7" }] }"#

    @Test func `is one of the configuration's`() throws {
        let mesh = try MeshConfiguration(parsing: Array(Self.json.utf8))
        #expect(throws: MeshNodeError.unknownNode("bravo")) { try MeshNode("bravo", of: mesh) }
    }

    @Test(.timeLimit(.minutes(10)))
    func `whose start failed lets those go who wait for its end`() async throws {
        let taken = try LinuxNetwork().listen(on: .loopback(port: 0))
        let json = #"""
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:\#(taken.localAddress.port)", "gossip": "127.0.0.1:7" }] }
            """#
        let node = try MeshNode("alpha", of: try MeshConfiguration(parsing: Array(json.utf8)))
        async let end: Void = node.waitUntilStopped()
        while await !node.isWaitedFor { await Task.yield() }
        await #expect(throws: MeshNodeError.self) { try await node.start() }
        try await end
    }

    @Test(.timeLimit(.minutes(10)))
    func `does not say that it serves when it was stopped while it waited for its peers`() async throws {
        let ports = FreePorts.take(2)
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])", "peers": ["bravo"] },
              { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
            ] }
            """#
        let told = Mutex<[String]>([])
        let log = Log(node: "alpha") { line in told.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        let node = try MeshNode("alpha", of: mesh, log: log, in: StillWorld())
        let start = Task { try await node.start() }
        while await !node.isStarting { await Task.yield() }
        await node.stop()
        _ = try await start.value
        #expect(told.withLock { $0.contains { $0.contains(" stopped") } })
        #expect(told.withLock { !$0.contains { $0.contains(" serving") } })
    }

    @Test(.timeLimit(.minutes(10)))
    func `waits for nobody when the task that starts it is cancelled`() async throws {
        let ports = FreePorts.take(2)
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])", "peers": ["bravo"] },
              { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
            ] }
            """#
        let node = try MeshNode("alpha", of: try MeshConfiguration(parsing: Array(json.utf8)), in: StillWorld())
        let start = Task { try await node.start() }
        start.cancel()
        _ = try await start.value
        await node.stop()
    }
}

/// The real world with a clock that stands, so that whoever waits by it waits for ever.
private struct StillWorld: ForwardingWorld {
    let real = LinuxWorld()
    private let start = Clock.monotonic()

    func monotonic() -> Int64 { start }
}

extension MeshNode {
    /// Whether it waits for its peers.
    fileprivate var isStarting: Bool { node.lifecycle.phase == .starting }

    /// Whether somebody waits for the end of a node that was not started.
    fileprivate var isWaitedFor: Bool {
        if case .ahead(let waiters) = ending { !waiters.isEmpty } else { false }
    }
}
