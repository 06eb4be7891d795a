import ChannelProtocol
import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh
@testable import SystemTLS

@Suite("Clients of a sealed node in virtual time", .needsOpenSSLProgram, .timeLimit(.minutes(10)))
struct SealedClientsTests {
    /// What is for one client alone, and how its first byte looks.
    enum Word: UInt8, CaseIterable {
        case ping = 0x89
        case close = 0x88
    }

    @Test(arguments: Word.allCases)
    func `get the rest of a frame before what is for them alone, where a record ends behind its first byte`(
        word: Word
    ) async throws {
        let folder = try await CertificateFolder()
        var mesh = try VirtualMesh.sealed(folder)
        let client = try mesh.sealedClient(folder)
        client.say(VirtualClient.upgrade("tea"))
        let isThere = try mesh.run { _ in
            try client.exchange()
            return !client.received.isEmpty
        }
        #expect(isThere)
        client.clear()
        _ = mesh.run(for: 1) { _ in false }

        // Its header and the payload are one byte less than a record has room for, of which the socket takes a half.
        mesh.enlargeSockets(to: 8 << 10)
        mesh.post([UInt8](repeating: 1, count: TLSSession.largestRecord - 5), on: "tea", of: 0)
        mesh.post([UInt8](repeating: 2, count: 100), on: "tea", of: 0)
        _ = mesh.run(for: 1) { _ in false }
        switch word {
        case .ping: _ = mesh.run(for: 25) { _ in false }
        case .close: mesh.tell(.stop(after: 0), to: 0)
        }
        var frames: [SealedClient.Frame] = []
        _ = try mesh.run(for: 4) { _ in
            try client.exchange()
            frames += client.takeFrames()
            return frames.count >= 3
        }

        let posted = [TLSSession.largestRecord - 5, 100].map { SealedClient.Frame(first: 0x82, length: $0) }
        #expect(Array(frames.prefix(2)) == posted, "\(frames)")
        #expect(frames.last?.first == word.rawValue, "\(frames)")
    }

    @Test(arguments: [false, true], [false, true])
    func `are answered when they have said goodbye behind their request`(isApart: Bool, endsSide: Bool) async throws {
        let folder = try await CertificateFolder()
        let files = PublicFiles("public", [("large.bin", [UInt8](repeating: 7, count: 1 << 20))])
        var mesh = try VirtualMesh.sealed(folder, showing: files)
        let client = try mesh.sealedClient(folder)
        client.say("GET /large.bin HTTP/1.1\r\nHost: mesh\r\n\r\n")
        if isApart { try client.exchange() }
        client.sayGoodbye()
        try client.exchange()
        if endsSide { client.endSending() }
        let isAnswered = try mesh.run { _ in
            try client.exchange()
            return client.isOver
        }

        #expect(isAnswered)
        #expect(client.received.count > 1 << 20, "\(client.received.count)")
        let isGone = mesh.run(for: 1) { $0.nodes[0].serving.connectionCount == 0 }
        #expect(isGone)
    }

    @Test func `are heard out when they say goodbye behind more than a turn has room for`() async throws {
        let folder = try await CertificateFolder()
        var mesh = try VirtualMesh.sealed(folder)
        mesh.enlargeSockets(to: 8 << 20)
        let client = try mesh.sealedClient(folder)
        client.say(VirtualClient.upgrade(at: "/channels/tea?listen=false", speaking: Subprotocol.channel))
        let isThere = try mesh.run { mesh in
            try client.exchange()
            return mesh.nodes[0].serving.attached == 1
        }
        #expect(isThere)
        let text = String(repeating: "x", count: 60_000)
        let long = VirtualClient.longFrame(#"{"event":"post","data":"\#(text)"}"#)
        let posts = [String](repeating: #"{"data":1}"#, count: 256).joined(separator: ",")
        let short = VirtualClient.longFrame(#"{"event":"posts","posts":[\#(posts)]}"#)
        for _ in 0..<5 { client.say(long) }
        for _ in 0..<50 { client.say(short) }
        client.sayGoodbye()
        try client.exchange()
        mesh.pause(20_000_000)

        for _ in 0..<100 where mesh.nodes[0].serving.connectionCount == 1 { mesh.step() }

        #expect(mesh.nodes[0].serving.connectionCount == 0)
        #expect(mesh.nodes[0].gossip.counters.posted == 5 + 50 * 256)
    }

    @Test func `are told goodbye when they have asked for nothing`() async throws {
        let folder = try await CertificateFolder()
        var mesh = try VirtualMesh.sealed(folder)
        let client = try mesh.sealedClient(folder)
        client.sayGoodbye()
        let isOver = try mesh.run(for: 1) { mesh in
            try client.exchange()
            return client.isOver && mesh.nodes[0].serving.connectionCount == 0
        }
        #expect(isOver)
    }
}
