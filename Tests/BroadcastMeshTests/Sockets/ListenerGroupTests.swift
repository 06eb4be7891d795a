import Glibc
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What listens at a port", .timeLimit(.minutes(10))) struct ListenerGroupTests {
    private func open(
        _ addresses: [SocketAddress],
        _ failures: inout [String]
    ) throws -> ListenerGroup {
        let loop = try EventLoop()
        defer { loop.stop() }
        return try ListenerGroup(on: addresses, as: .clientListener, of: loop.network) {
            failures.append("\($0.address.hostDescription)")
        }
    }

    @Test func `has all addresses of a host, with one port`() throws {
        var failures: [String] = []
        let group = try open([.loopback(), SocketAddress(127, 0, 0, 2, port: 0)], &failures)

        #expect(group.addresses.map(\.hostDescription) == ["127.0.0.1", "127.0.0.2"])
        #expect(group.addresses[0].port == group.addresses[1].port)
        #expect(failures.isEmpty)
    }

    @Test func `passes over an address that the machine does not have, unless it is the only one`() throws {
        var failures: [String] = []
        // An address for documentation, which no machine has (RFC 5737).
        let foreign = SocketAddress(192, 0, 2, 1, port: 0)
        #expect(try open([foreign, .loopback()], &failures).addresses.map(\.hostDescription) == ["127.0.0.1"])
        #expect(failures == ["192.0.2.1"])
        #expect(throws: SystemError.self) { try open([foreign], &failures) }
    }

    @Test func `is not opened where somebody else has one of the addresses`() throws {
        let taken = try LinuxNetwork().listen(on: SocketAddress(127, 0, 0, 2, port: 0))
        let port = taken.localAddress.port
        var failures: [String] = []
        let error = #expect(throws: SystemError.self) {
            try open([.loopback(port: port), taken.localAddress], &failures)
        }
        #expect(error?.isAddressInUse == true)
    }

    @Test(arguments: ["http", "gossip"])
    func `costs no time while there are no descriptors, and accepts when there are some`(port: String) async {
        await #expect(processExitsWith: .success) { [port] in
            let mesh = try LinkedNodesTests.line(["alpha"], transport: "tcp")
            let node = try MeshNode("alpha", of: mesh)
            let http = try await node.start()
            let gossip = try #require(mesh.nodes.first?.gossip.port)
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var limit = rlimit()
            unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let before = limit.rlim_cur
            // The lowest number that is free is beyond the limit then.
            let lowest = dup(client)
            _ = close(lowest)
            limit.rlim_cur = rlim_t(lowest)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = (port == "http" ? http.port : gossip).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let result = unsafe withUnsafePointer(to: address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { exit(2) }

            let start = clock()
            // The timers of tasks need descriptors, too.
            usleep(600_000)
            guard clock() - start < 300_000 else { exit(3) }

            limit.rlim_cur = before
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            // Accepted, a stranger is closed in time, or a request is answered: both can be read.
            let request = Array("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            guard unsafe write(client, request, request.count) == request.count else { exit(4) }
            var byte: UInt8 = 0
            _ = unsafe read(client, &byte, 1)
            exit(0)
        }
    }
}
