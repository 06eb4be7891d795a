import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

/// Whole nodes down to the bytes of HTTP and WebSockets, in one thread and in virtual time.
@Suite("Nodes on a simulated network", .computing, .timeLimit(.minutes(10))) struct VirtualMeshTests {
    /// A mesh that serves.
    private static func serving(_ storage: StorageSettings? = nil, _ disk: SimulatedDisk) throws -> VirtualMesh {
        var mesh = try VirtualMesh(["alpha", "bravo"], storage: storage, disk: disk)
        let isUp = mesh.run { mesh in mesh.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.hasHeardPeers } }
        #expect(isUp)
        return mesh
    }

    /// Somebody who reads the channel on a node.
    private static func reader(of index: Int, in mesh: inout VirtualMesh) throws -> VirtualClient {
        let reader = try VirtualClient(to: index, of: mesh)
        var isAsked = false
        let isOpen = try mesh.run { _ in
            if !isAsked { isAsked = reader.send(VirtualClient.upgrade("tea")) }
            return try reader.received.hasSuffix("\r\n\r\n")
        }
        #expect(isOpen)
        return reader
    }

    @Test func `link, and carry a message from a client of one to a client of the other`() throws {
        var mesh = try Self.serving(nil, SimulatedDisk(seed: 1))
        let reader = try Self.reader(of: 1, in: &mesh)
        let poster = try VirtualClient(to: 0, of: mesh)
        var isPosted = false
        let hasCome = try mesh.run { _ in
            if !isPosted { isPosted = poster.send(VirtualClient.post("hello", on: "tea")) }
            return try reader.received.hasSuffix("hello") && poster.received.contains("202")
        }
        #expect(hasCome)
    }

    @Test func `stay linked while one of them has to make room for longer than a peer may be silent`() throws {
        var mesh = try Self.serving(nil, SimulatedDisk(seed: 1))
        let end = mesh.now + 6_000_000_000
        while mesh.now < end {
            mesh.nodes[0].turns.isOverweight = true
            _ = mesh.run { _ in true }
            mesh.pause(20_000_000)
        }
        #expect(mesh.nodes.allSatisfy { $0.gossip.linkReports.count == 1 && $0.hasHeardPeers })
    }

    @Test(arguments: [false, true])
    func `give to nobody what was not written`(isDiskGood: Bool) throws {
        let disk = SimulatedDisk(seed: 1)
        var mesh = try VirtualMesh(["alpha"], storage: StorageSettings(directory: "disk", fsync: .always), disk: disk)
        let serves = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(serves)
        let reader = try Self.reader(of: 0, in: &mesh)
        let poster = try VirtualClient(to: 0, of: mesh)
        if !isDiskGood { disk.failSync(afterSyncs: 0) }
        var isPosted = false
        _ = try mesh.run(for: 10) { mesh in
            if !isPosted { isPosted = poster.send(VirtualClient.post("hello", on: "tea")) }
            return try isDiskGood && reader.received.contains("hello") && poster.received.contains("202")
        }
        #expect(isPosted)
        #expect(try reader.received.contains("hello") == isDiskGood)
        #expect(try poster.received.contains("202") == isDiskGood)
        #expect(mesh.nodes[0].lifecycle.phase == (isDiskGood ? .serving : .stopped))
    }

    /// A page that came to bravo, and, while that had no link to alpha, to alpha: so by the clocks that one is newer.
    private static func connectionsApart(in mesh: inout VirtualMesh) throws -> (
        atAlpha: VirtualClient, atBravo: VirtualClient
    ) {
        for index in 0..<2 { try mesh.reconfigure(index) { $0.nodes[0].peers = [] } }
        let isApart = mesh.run { $0.nodes.allSatisfy { $0.gossip.nodeReports.count == 1 } }
        #expect(isApart)
        let path = "/start_web_socket?username=ana&session=0123456789abcdef"
        var clients: [VirtualClient] = []
        for index in [1, 0] {
            let client = try VirtualClient(to: index, of: mesh)
            var isAsked = false
            let isThere = try mesh.run { mesh in
                if !isAsked { isAsked = client.send(VirtualClient.upgrade(at: path)) }
                return try client.received.contains("update-users") && mesh.nodes[index].serving.attached == 1
            }
            #expect(isThere)
            clients.append(client)
            _ = mesh.run(for: 1) { _ in false }
        }
        return (clients[1], clients[0])
    }

    @Test(arguments: [false, true])
    func `ask connections of which only clocks say which is newer whether somebody is there`(isNewerThere: Bool) throws
    {
        var mesh = try Self.serving(nil, SimulatedDisk(seed: 1))
        let whole = mesh.nodes[0].settings.mesh
        let (newer, other) = try Self.connectionsApart(in: &mesh)

        for index in 0..<2 { try mesh.reconfigure(index) { $0 = whole } }
        var silent = isNewerThere ? [newer, other] : [other]
        let isDecided = try mesh.run(for: 8) { mesh in
            silent = try silent.filter { client in
                // A ping, whose first byte is no UTF-8, and the pong to it.
                try !client.received.contains("\u{FFFD}\0") || !client.send([0x8A, 0x80, 0, 0, 0, 0])
            }
            return isNewerThere ? try other.received.contains("Replaced") : mesh.nodes[0].serving.attached == 0
        }
        _ = mesh.run(for: 8) { _ in false }

        #expect(isDecided)
        #expect(mesh.nodes.map { $0.serving.attached } == (isNewerThere ? [1, 0] : [0, 1]))
    }

    @Test func `do the same in the same world`() throws {
        func hash() throws -> UInt64 {
            var mesh = try Self.serving(nil, SimulatedDisk(seed: 1))
            let reader = try Self.reader(of: 1, in: &mesh)
            let poster = try VirtualClient(to: 0, of: mesh)
            var isPosted = false
            _ = try mesh.run { _ in
                if !isPosted { isPosted = poster.send(VirtualClient.post("hello", on: "tea")) }
                return try reader.received.hasSuffix("hello")
            }
            return mesh.hash
        }
        #expect(try hash() == hash())
    }
}
