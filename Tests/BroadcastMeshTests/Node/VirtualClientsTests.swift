import ChannelProtocol
import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// What clients get when they, or the disk, are not as they should be.
@Suite("Clients of a node in virtual time", .computing, .timeLimit(.minutes(10))) struct VirtualClientsTests {
    /// What a ping looks like as text: its first byte is no UTF-8.
    private static let ping = "\u{FFFD}\0"

    /// A node alone that serves.
    private static func serving(
        _ storage: StorageSettings? = nil,
        on disk: SimulatedDisk = SimulatedDisk(seed: 1)
    ) throws -> VirtualMesh {
        var mesh = try VirtualMesh(["alpha"], storage: storage, disk: disk)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        return mesh
    }

    /// Somebody with a WebSocket, who has got the answer to a request.
    private static func client(asking request: String, in mesh: inout VirtualMesh) throws -> VirtualClient {
        let client = try mesh.client(asking: request)
        _ = mesh.run(for: 1) { _ in false }
        return client
    }

    @Test func `do not take the node away when one of them does not read`() throws {
        var mesh = try Self.serving()
        let quiet = try Self.client(asking: VirtualClient.upgrade("quiet"), in: &mesh)
        // It is there, and does not read.
        let slow = try Self.client(asking: VirtualClient.upgrade("tea"), in: &mesh)
        let poster = try VirtualClient(to: 0, of: mesh)
        let message = String(repeating: "x", count: 20_000)
        var count = 0
        let isBehind = try mesh.run(for: 10) { mesh in
            let answers = try poster.received.ranges(of: " 202 ").count
            if answers == count, poster.send(VirtualClient.post(message, on: "tea")) { count += 1 }
            return mesh.nodes[0].serving.attendance.hasClientsBehind
        }
        #expect(isBehind)

        let isPinged = try mesh.run(for: 25) { _ in try quiet.received.hasSuffix(Self.ping) }
        #expect(isPinged)
        #expect(try slow.received.contains("x"))
    }

    @Test(arguments: [
        ("/start_web_socket?username=ana", nil, #"{"event":"send-message","message":"hello","key":"k1"}"#),
        ("/channels/tea", Subprotocol.channel, #"{"event":"post","data":"hello","key":"k1"}"#),
    ])
    func `are told nothing of what they say once the disk has failed`(
        path: String,
        subprotocol: String?,
        message: String
    ) throws {
        var mesh = try Self.serving(StorageSettings(directory: "disk", fsync: .interval))
        let client = try Self.client(asking: VirtualClient.upgrade(at: path, speaking: subprotocol), in: &mesh)
        let isSent = client.send(VirtualClient.frame(message))
        mesh.pause(100_000_000)
        mesh.tell(.diskFailed(.system(SystemError(call: "fdatasync", code: 5))), to: 0)
        _ = mesh.run(for: 10) { _ in false }

        #expect(isSent)
        let received = try client.received
        #expect(!received.contains("k1"), "\(received)")
        #expect(received.contains("cannot write"), "\(received)")
    }

    @Test func `have the disk waited for once a turn, however many requests they have sent`() throws {
        let disk = SimulatedDisk(seed: 1)
        var mesh = try Self.serving(StorageSettings(directory: "disk", fsync: .always), on: disk)
        let poster = try Self.client(asking: "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n", in: &mesh)
        _ = disk.takeWaitCount()
        let posts = String(repeating: VirtualClient.post("hello", on: "tea"), count: 100)
        var isSent = false
        var most = 0
        let isDone = try mesh.run { _ in
            if !isSent { isSent = poster.send(posts) }
            most = max(most, disk.takeWaitCount())
            return try poster.received.ranges(of: " 202 ").count == 100
        }
        #expect(isDone)
        #expect(most == 1)
    }

    @Test func `are let in as many as a turn has room for, when all have waited long enough at once`() throws {
        var mesh = try VirtualMesh(["alpha", "bravo"])
        let isUp = mesh.run { $0.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.hasHeardPeers } }
        #expect(isUp)
        // They have seen what bravo never posted.
        let epoch = mesh.nodes[1].gossip.epoch
        let request = VirtualClient.upgrade(at: "/channels/tea?after=bravo@\(epoch)/7")
        let clients = try (0..<800).map { _ in try VirtualClient(to: 0, of: mesh) }
        mesh.pause(10_000_000)
        for client in clients { _ = client.send(request) }
        var (attached, most) = (0, 0)
        let isDone = mesh.run { mesh in
            most = max(most, mesh.nodes[0].serving.attached - attached)
            attached = mesh.nodes[0].serving.attached
            return attached == clients.count
        }
        #expect(isDone, "\(attached)")
        #expect(most <= TurnBudget.turn / TurnBudget.request, "\(most)")
    }

    @Test func `make nobody wait for the disk again and again in one turn when each breaks the protocol`() throws {
        let disk = SimulatedDisk(seed: 1)
        var mesh = try Self.serving(StorageSettings(directory: "disk", fsync: .always), on: disk)
        let clients = try (0..<40).map {
            try Self.client(asking: VirtualClient.upgrade(at: "/start_web_socket?username=user\($0)"), in: &mesh)
        }
        _ = disk.takeWaitCount()
        // A message, and what no client may send: a frame without a mask.
        let message = #"{"event":"send-message","message":"hello","key":"k1"}"#
        for client in clients { #expect(client.send(VirtualClient.frame(message) + [0x81, 1, 0x61])) }
        mesh.pause(100_000_000)
        var most = 0
        let isDone = try mesh.run { _ in
            most = max(most, disk.takeWaitCount())
            return try clients.allSatisfy { try $0.received.contains("mask") }
        }
        #expect(isDone)
        #expect(most < 10, "\(most)")
    }

    @Test func `are cut off 5 s after retention has overtaken them, if they do not even read that`() throws {
        var mesh = try VirtualMesh(
            ["alpha"],
            saying: #""limits": { "message_bytes": 100000 }, "retention": { "bytes": 1048576 }, "#
        )
        let slow = try mesh.client(asking: VirtualClient.upgrade("tea"))
        let poster = try VirtualClient(to: 0, of: mesh)
        var unsent: ArraySlice<UInt8> = []
        var count = 0
        let isOvertaken = try mesh.run(for: 60) { mesh in
            if unsent.isEmpty, try poster.takeAll().contains(" 202 ") || count == 0 {
                unsent = Array(VirtualClient.post(String(repeating: "x", count: 100_000), on: "tea").utf8)[...]
                count += 1
            }
            poster.send(someOf: &unsent)
            return mesh.nodes[0].serving.attached == 0
        }
        #expect(isOvertaken)
        let begin = mesh.now

        let isCut = mesh.run { $0.nodes[0].serving.connectionCount == 1 }
        #expect(isCut)
        #expect((5_000_000_000...6_000_000_000).contains(mesh.now - begin), "\(mesh.now - begin) ns")
        #expect(throws: (any Error).self) { while try slow.read() > 0 { _ = mesh.run(for: 1) { _ in false } } }
    }

    @Test func `are waited for 5 s at the most when the node stops, whatever they do not do`() throws {
        var mesh = try VirtualMesh(["alpha", "bravo"])
        let isUp = mesh.run { $0.nodes.allSatisfy { $0.lifecycle.phase == .serving } }
        #expect(isUp)
        let unfinished = try VirtualClient(to: 0, of: mesh)
        let silent = try Self.client(asking: VirtualClient.upgrade("tea"), in: &mesh)
        let health = "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n"
        let balancer = try Self.client(asking: health, in: &mesh)
        #expect(unfinished.send("GET /health HT"))

        mesh.tell(.stop(after: 0), to: 0)
        #expect(balancer.send(health))
        let isGone = mesh.run(for: 5) { $0.nodes[0].lifecycle.phase == .stopped }

        #expect(isGone)
        #expect(try silent.received.contains("The node is stopping"), "it never answers the close frame")
        #expect(try balancer.received.contains(" 503 "))
    }
}
