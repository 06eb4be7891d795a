import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A node whose configuration is read again", .computing, .timeLimit(.minutes(10))) struct ReconfiguringTests {
    /// A full mesh that serves.
    private static func serving(_ names: [String] = ["alpha", "bravo", "charlie"]) throws -> VirtualMesh {
        var mesh = try VirtualMesh(names)
        let isUp = mesh.run { mesh in mesh.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.hasHeardPeers } }
        #expect(isUp)
        return mesh
    }

    /// Somebody who is attached to the channel on the first node.
    private static func reader(in mesh: inout VirtualMesh) throws -> VirtualClient {
        let reader = try VirtualClient(to: 0, of: mesh)
        var isAsked = false
        let isOpen = try mesh.run { _ in
            if !isAsked { isAsked = reader.send(VirtualClient.upgrade("tea")) }
            return try reader.received.hasSuffix("\r\n\r\n")
        }
        #expect(isOpen)
        return reader
    }

    /// Posts on a node, and waits until the reader has it.
    private static func post(
        _ text: String,
        at index: Int,
        for reader: VirtualClient,
        in mesh: inout VirtualMesh
    ) throws -> Bool {
        let poster = try VirtualClient(to: index, of: mesh)
        var isPosted = false
        return try mesh.run { _ in
            if !isPosted { isPosted = poster.send(VirtualClient.post(text, on: "tea")) }
            return try reader.received.hasSuffix(text)
        }
    }

    private static func links(of index: Int, in mesh: VirtualMesh) -> [String] {
        mesh.nodes[index].gossip.linkReports.map { "\($0.peer) \($0.link) \($0.transport)" }.sorted()
    }

    @Test func `drops neither client nor link for limits`() throws {
        var mesh = try Self.serving()
        let reader = try Self.reader(in: &mesh)
        let before = Self.links(of: 0, in: mesh)
        let change = try mesh.reconfigure(0) {
            $0.limits.messageBytes = 4
            $0.retention.messages = 5
            $0.origins = ["https://a.example"]
        }
        #expect(change.settings.count == 3)
        let hasCome = try Self.post("larger than four", at: 1, for: reader, in: &mesh)
        #expect(hasCome)
        #expect(Self.links(of: 0, in: mesh) == before)
        #expect(mesh.nodes[0].gossip.settings.retention.messages == 5)

        // Here it is too large, by HTTP and from who was here before.
        let poster = try VirtualClient(to: 0, of: mesh)
        var isPosted = false
        let isRefused = try mesh.run { _ in
            if !isPosted { isPosted = poster.send(VirtualClient.post("larger", on: "tea")) }
            return try poster.received.contains(" 413 ")
        }
        #expect(isRefused)
    }

    @Test func `opens one link over another transport, and leaves the others`() throws {
        var mesh = try Self.serving()
        let reader = try Self.reader(in: &mesh)
        let before = Self.links(of: 0, in: mesh)
        for index in 0..<3 {
            try mesh.reconfigure(index) { file in file.nodes[0].peers[1].transport = .udp }
        }
        let isUp = mesh.run { Self.links(of: 0, in: $0).contains { $0.hasPrefix("charlie") && $0.hasSuffix("udp") } }
        #expect(isUp)
        #expect(before.filter { $0.hasPrefix("bravo") } == Self.links(of: 0, in: mesh).filter { $0.hasPrefix("bravo") })
        let hasCome = try Self.post("after", at: 2, for: reader, in: &mesh)
        #expect(hasCome)
    }

    @Test func `lets a node go, and takes it in again`() throws {
        var mesh = try Self.serving()
        let reader = try Self.reader(in: &mesh)
        let whole = mesh.nodes[0].settings.mesh
        for index in 0..<2 {
            let change = try mesh.reconfigure(index) { file in
                file.nodes.removeLast()
                for node in 0..<2 { file.nodes[node].peers.removeAll { $0.name == "charlie" } }
            }
            #expect(change.removedNodes == ["charlie"])
        }
        let isGone = mesh.run { mesh in
            mesh.nodes[0].gossip.nodeReports.map(\.name) == ["alpha", "bravo"]
                && mesh.nodes[2].gossip.linkReports.isEmpty
        }
        #expect(isGone)

        for index in 0..<2 {
            let change = try mesh.reconfigure(index) { $0 = whole }
            #expect(change.addedNodes == ["charlie"])
        }
        let isBack = mesh.run { $0.nodes[0].gossip.nodeReports.count == 3 && $0.nodes[0].hasHeardPeers }
        #expect(isBack)
        let hasCome = try Self.post("again", at: 2, for: reader, in: &mesh)
        #expect(hasCome)
    }

    @Test func `opens its links again when it takes larger messages, and gets them then`() throws {
        var mesh = try Self.serving(["alpha", "bravo"])
        for index in 0..<2 { try mesh.reconfigure(index) { $0.limits.messageBytes = 2 << 20 } }
        let isUp = mesh.run { $0.nodes.allSatisfy { $0.hasHeardPeers } }
        #expect(isUp)
        #expect(mesh.nodes[0].gossip.settings.frameBytes == (12 << 20) + (4 << 10))
    }

    @Test func `stays where it is`() throws {
        var mesh = try Self.serving(["alpha"])
        let change = try mesh.reconfigure(0) { $0.nodes[0].http.port = 99 }
        #expect(change.isEmpty)
        #expect(change.fixed.map(\.name) == ["http"])
        #expect(mesh.nodes[0].settings.node.http.port == 80)
    }

    @Test func `changes nothing when it is not in the mesh any more`() throws {
        var mesh = try Self.serving(["alpha"])
        #expect(throws: MeshNodeError.unknownNode("alpha")) {
            try mesh.reconfigure(0) { $0.nodes[0].name = "other" }
        }
        #expect(mesh.nodes[0].settings.mesh.nodes.map(\.name) == ["alpha"])
    }
}
