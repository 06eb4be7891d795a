import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// No thread runs here, and time passes when a test says so.
@Suite("A node as a value", .computing, .timeLimit(.minutes(10))) struct NodeTests {
    private let world = ManualWorld()

    /// A node on a free port; where its peer is, its mesh may say.
    private func node(dialing peer: String? = nil) throws -> Node {
        let ports = FreePorts.take(2)
        let link = peer.map { #", "peers": [{ "name": "bravo", "address": "\#($0)" }]"# } ?? ""
        let bravo = #", { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }"#
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])"\#(link) }
              \#(peer == nil ? "" : bravo)
            ] }
            """#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        let loop = try EventLoop()
        // Its thread is not needed: nobody waits here.
        loop.stop()
        return Node(try NodeSettings("alpha", of: mesh, log: .silent), storage: nil, in: world, on: loop.network)
    }

    @Test func `serves in its first turn when it has no peers`() throws {
        var node = try node()
        let address = try node.start()
        #expect(address.port > 0)
        #expect(node.lifecycle.phase == .starting)
        _ = node.turn([])
        #expect(node.lifecycle.phase == .serving)
        guard case .started? = node.takeDirectives().first else { throw Missing() }
    }

    @Test func `serves after two seconds when it hears nobody, and says when to look`() throws {
        var node = try node(dialing: "127.0.0.1:1")
        _ = try node.start()
        let start = world.monotonic()
        while world.monotonic() < start + Lifecycle.startPatience {
            let next = node.turn([])
            let deadline = try #require(next)
            #expect(deadline <= start + Lifecycle.startPatience)
            #expect(node.lifecycle.phase == .starting)
            world.pass(max(1_000_000, deadline - world.monotonic()))
        }
        _ = node.turn([])
        #expect(node.lifecycle.phase == .serving)
    }

    @Test func `serves without its peers when somebody is impatient`() throws {
        var node = try node(dialing: "127.0.0.1:1")
        _ = try node.start()
        _ = node.turn([])
        node.handle(.impatient)
        #expect(node.lifecycle.phase == .serving)
        guard case .started? = node.takeDirectives().last else { throw Missing() }
    }

    @Test func `has the name of a peer resolved, and again when that was in vain`() throws {
        var node = try node(dialing: "localhost:7")
        _ = try node.start()
        // The first try is repeated at once, the next after a moment.
        for _ in 0..<2 {
            _ = node.turn([])
            guard case .resolve(let endpoint, let dial)? = node.takeDirectives().first else { throw Missing() }
            #expect(endpoint.host == "localhost")
            node.handle(.resolved(.failure(SystemError(call: "getaddrinfo", code: 2)), dial: dial))
        }
        let next = node.turn([])
        let none = node.takeDirectives()
        #expect(none.isEmpty)
        let deadline = try #require(next)
        world.pass(deadline - world.monotonic())
        _ = node.turn([])
        guard case .resolve? = node.takeDirectives().first else { throw Missing() }
    }

    @Test func `ends once, whether it was started or not`() throws {
        var node = try node()
        _ = try node.start()
        _ = node.turn([])
        _ = node.takeDirectives()
        node.handle(.stop(after: 0))
        _ = node.turn([])
        node.handle(.stop(after: 0))
        let next = node.turn([])
        #expect(next == nil)
        guard case .ended? = node.takeDirectives().first, node.takeDirectives().isEmpty else { throw Missing() }

        var unopened = try self.node()
        unopened.handle(.stop(after: 0))
        guard case .ended? = unopened.takeDirectives().first else { throw Missing() }
    }

    @Test func `leaves its data directory as it found it when its ports are taken, however often it is started`()
        throws
    {
        let disk = SimulatedDisk(seed: 1)
        let gossip = FreePorts.take(1)[0]
        let json = #"""
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(gossip)" }] }
            """#
        let settings = try NodeSettings("alpha", of: try MeshConfiguration(parsing: Array(json.utf8)), log: .silent)
        let loop = try EventLoop()
        loop.stop()
        func node(_ storage: StorageSettings?) -> Node {
            Node(settings, storage: storage, in: ManualWorld(disk), on: loop.network)
        }
        var first = node(nil)
        _ = try first.start()

        for _ in 0..<10 {
            var next = node(StorageSettings(directory: "data"))
            #expect(throws: MeshNodeError.self) { try next.start() }
            disk.endProcess()
            #expect(try disk.names() == ["lock"])
        }
        _ = first.turn([])
        #expect(first.lifecycle.phase == .serving)
    }

    /// A directive that should have been there.
    private struct Missing: Error {}
}
