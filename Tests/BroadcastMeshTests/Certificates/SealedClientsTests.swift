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
        try mesh.post([UInt8](repeating: 1, count: TLSSession.largestRecord - 5), on: "tea", of: 0)
        try mesh.post([UInt8](repeating: 2, count: 100), on: "tea", of: 0)
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
}
