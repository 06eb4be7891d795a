import Glibc
import MeshClient
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

    @Test(.timeLimit(.minutes(10)))
    func `says that its recording ends where no more can be written, and serves on`() async throws {
        let paper = LogTests.Paper()
        let mesh = try LinkedNodesTests.line(["alpha"], transport: "tcp")
        let log = Log(node: "alpha", to: paper.write)
        let node = try MeshNode("alpha", of: mesh, log: log, recording: "/dev/full")
        let address = try await node.start()
        func told() -> Int { paper.lines.count { $0.contains("cannot write the recording, so it ends here") } }
        for number in 0..<200 where told() == 0 {
            let url = "http://\(address)/channels/tea"
            let body = [UInt8](repeating: UInt8(number), count: 10_000)
            _ = try await HTTPClient().post(url, body: body, contentType: "application/octet-stream")
        }
        let health = try await HTTPClient().get("http://\(address)/health")
        #expect(health.status == 200)
        await node.stop()
        #expect(told() == 1)
    }

    @Test(.timeLimit(.minutes(10)))
    func `stops, and says why, where no thread can be had to wait for its disk`() async throws {
        let folder = TemporaryDirectory()
        let mesh = try LinkedNodesTests.line(["alpha"], transport: "tcp")
        let storage = StorageSettings(directory: folder.path, fsync: .interval)
        let node = try MeshNode("alpha", of: mesh, storage: storage, in: ThreadlessWorld())
        // What it says of itself is written at once, and the disk waited for soon.
        await #expect(throws: MeshNodeError.storage(.system(ThreadlessWorld.failure))) {
            _ = try await node.start()
            try await node.waitUntilStopped()
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `says of a peer whose name nobody knows that it cannot be reached`() async throws {
        let paper = LogTests.Paper()
        let ports = FreePorts.take(2)
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])",
                "peers": [{ "name": "bravo", "address": "localhost:\#(ports[1])" }] },
              { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
            ] }
            """#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        let log = Log(node: "alpha", to: paper.write)
        let node = try MeshNode("alpha", of: mesh, log: log, in: ThreadlessWorld())
        _ = try await node.start()
        try await node.eventually("it says so") { _ in
            paper.lines.contains { $0.contains("cannot reach peer") && $0.contains("bravo") }
        }
        await node.stop()
    }

    @Test(.timeLimit(.minutes(10)))
    func `goes on by another configuration while it serves, and says what has changed`() async throws {
        try await withNode { serving in
            var mesh = await serving.node.mesh
            mesh.limits.messageBytes = 1000
            let change = try await serving.node.reconfigure(mesh)
            #expect("\(change)".contains("limits.message_bytes"))
            let answer = try await HTTPClient().post(
                serving.url("/channels/tea"),
                body: [UInt8](repeating: 0, count: 1001),
                contentType: "application/octet-stream"
            )
            #expect(answer.status == 413)
        }
    }

    @Test func `that is let go before it served leaves no descriptor and no thread behind`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit()
            unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = 100
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let mesh = try MeshConfiguration(nodes: [.init("alpha")])
            for _ in 0..<200 {
                // A thread that was told to end takes its descriptors with it a moment later.
                var tries = 0
                while (try? MeshNode("alpha", of: mesh)) == nil {
                    tries += 1
                    guard tries < 1_000_000 else { exit(1) }
                    sched_yield()
                }
            }
        }
    }

    @Test func `stops at once where the time for that has long passed`() async throws {
        let node = try MeshNode("alpha", of: try MeshConfiguration(nodes: [.init("alpha")]))
        _ = try await node.start()
        await node.stop(after: .seconds(-10_000_000_000))
        try await node.waitUntilStopped()
    }

    @Test func `can be run where its mesh needs nothing that the machine lacks`() throws {
        let mesh = try MeshConfiguration(parsing: Array(Self.json.utf8))
        #expect(throws: Never.self) { try MeshNode.check(mesh) }
    }
}

/// The real world without a thread for what takes time, and without names.
private struct ThreadlessWorld: ForwardingWorld {
    static let failure = SystemError(call: "pthread_create", code: 11)
    let real = LinuxWorld()

    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) { throw Self.failure }

    func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] {
        throw SystemError(call: "getaddrinfo", subject: host, code: -2)
    }
}

/// The real world with a clock that stands, so that whoever waits by it waits for ever.
private struct StillWorld: ForwardingWorld {
    let real = LinuxWorld()
    private let start = Clock.monotonic()

    func monotonic() -> Int64 { start }
}

extension MeshNode {
    /// The mesh, as it has it.
    fileprivate var mesh: MeshConfiguration { node.settings.mesh }

    /// Whether it waits for its peers.
    fileprivate var isStarting: Bool { node.lifecycle.phase == .starting }

    /// Whether somebody waits for the end of a node that was not started.
    fileprivate var isWaitedFor: Bool {
        if case .ahead(let waiters) = ending { !waiters.isEmpty } else { false }
    }
}
