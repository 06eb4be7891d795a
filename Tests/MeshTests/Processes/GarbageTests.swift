import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("Garbage on the gossip port", .timeLimit(.minutes(10))) struct GarbageTests {
    static let garbage: [[UInt8]] = [
        Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8),
        [UInt8](repeating: 0, count: 4096),
        [UInt8](repeating: 0xFF, count: 100_000),
        (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) },
    ]

    @Test func `ends its own connection alone, and is logged once`() async throws {
        let file = MeshFile.line(2)
        try await withMesh(file) { mesh in
            let here = try await Listener(mesh["node-0"], "/channels/tea")
            let there = try await Listener(mesh["node-1"], "/channels/tea")
            let before = mesh["node-0"].lines.standardError.count

            for garbage in Self.garbage {
                let culprit = try RawConnection(to: "127.0.0.1:\(file.gossipPort(of: "node-0"))")
                defer { culprit.stop() }
                await culprit.send(garbage)
                try await eventually("the connection ends") { await culprit.isEnded }
            }

            try await here.client.send(text: "still linked")
            try await eventually("the link goes on") { there.texts == ["still linked"] }
            let status = try await mesh.status(of: mesh["node-0"])
            #expect(status.links.map(\.state) == ["up"])
            let complaints = mesh["node-0"].lines.standardError.dropFirst(before).filter { $0.contains("127.0.0.1") }
            #expect(complaints.count == 1, "\(complaints)")
        }
    }

    @Test func `in datagrams is passed over`() async throws {
        let file = MeshFile.line(2, transport: "udp")
        try await withMesh(file) { mesh in
            let there = try await Listener(mesh["node-1"], "/channels/tea")
            let here = try await Listener(mesh["node-0"], "/channels/tea")
            let socket = try LinuxNetwork().bindDatagram(on: .loopback())
            let outbox = DatagramOutbox()
            for garbage in Self.garbage {
                let datagram = Array(garbage.prefix(1400))
                outbox.append(datagram.span, to: .loopback(port: file.gossipPort(of: "node-0")))
            }
            let isSent = socket.send(outbox)
            #expect(isSent)

            try await here.client.send(text: "still linked")
            try await eventually("the link goes on") { there.texts == ["still linked"] }
        }
    }
}
