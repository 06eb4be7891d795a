import Reactor
import SystemTLS
import Testing

@testable import MeshClient

@Suite("A line that is lost", .needsOpenSSLProgram, .timeLimit(.minutes(10))) struct LostLineTests {
    @Test func `brings over TLS what was said before, also where nothing can be answered`() async throws {
        let folder = try await CertificateFolder()
        let library = try OpenSSL.load()
        let (certificate, key) = (
            try LinuxWorld().contents(of: "\(folder.path)/own.pem", limit: 1 << 20) ?? [],
            try LinuxWorld().contents(of: "\(folder.path)/own.key", limit: 1 << 20) ?? []
        )
        let session = try TLSSession(.serving(certificates: certificate.span, key: key.span, using: library))
        let listener = try LinuxNetwork().listen(on: .loopback())
        let loop = try ClientLoop()
        defer { loop.stop() }
        let tls = try ClientTLS(.visiting(trusting: folder.authority, using: library), to: "localhost")
        // The loop knows nobody of this name, and leaves the stream alone.
        var stream = try ClientStream(to: [listener.localAddress], securedBy: tls, on: loop, token: 1 << 40)
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var heard: [UInt8] = []
        var accepted: Socket? = try Self.accept(from: listener)
        try stream.send(Array("?".utf8))
        while heard.isEmpty {
            _ = try stream.handleReady(ReadyEvent(token: 1 << 40, isWritable: true))
            if case .bytes(let count) = try accepted?.receive(into: &buffer) {
                session.receive(buffer.span.extracting(0..<count), into: &heard)
            }
            var answer: [UInt8] = []
            session.takeOutgoing(into: &answer)
            if !answer.isEmpty { _ = try accepted?.send(answer.span) }
            if heard.isEmpty { _ = try stream.receive(into: &buffer) }
        }

        // It says something and goodbye, which the client answers, and is gone.
        session.send(Array("no!".utf8).span)
        session.close()
        var words: [UInt8] = []
        session.takeOutgoing(into: &words)
        _ = try accepted?.send(words.span)
        accepted?.resetOnClose()
        accepted = nil

        guard case .bytes(let count) = try stream.receive(into: &buffer) else {
            Issue.record("nothing was received")
            return
        }
        #expect(String(decoding: buffer.prefix(count), as: UTF8.self) == "no!")
        let isLost = stream.isLost
        #expect(isLost)
    }

    private static func accept(from listener: borrowing Socket) throws -> Socket {
        while true {
            if let accepted = try listener.accept() { return accepted.socket }
        }
    }
}
