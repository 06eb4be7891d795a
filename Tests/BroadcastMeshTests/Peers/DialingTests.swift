import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Dialing a peer that has a name", .timeLimit(.minutes(10))) struct DialingTests {
    @Test(arguments: ["tcp", "udp"])
    func `goes on to the next address when one does not answer`(transport: String) async throws {
        let ports = FreePorts.take(2)
        let mesh = try MeshConfiguration(
            parsing: Array(
                #"""
                { "nodes": [
                  { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])",
                    "peers": [{ "name": "bravo", "transport": "\#(transport)", "address": "localhost:\#(ports[1])" }] },
                  { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
                ] }
                """#.utf8
            )
        )
        let resolver = Resolver { (_, port) throws(SystemError) in
            [SocketAddress(127, 0, 0, 9, port: port), .loopback(port: port)]
        }
        let alpha = try MeshNode("alpha", of: mesh, in: LinuxWorld(resolver: resolver))
        let bravo = try MeshNode("bravo", of: mesh)
        async let starting = alpha.start()
        _ = try await bravo.start()
        _ = try await starting

        try await alpha.eventually("the link is up") { await $0.statusReport.links.first?.state == "up" }
        await alpha.stop()
        await bravo.stop()
    }
}
