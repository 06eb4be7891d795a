import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What is said of certificates before nodes run", .needsOpenSSLProgram, .timeLimit(.minutes(10)))
struct CertificateFindingTests {
    private let folder: CertificateFolder

    init() async throws { folder = try await CertificateFolder() }

    private func mesh() throws -> MeshConfiguration {
        func tls(_ certificate: String, _ key: String) -> String {
            #""tls": { "certificate": "\#(folder.path)/\#(certificate)", "key": "\#(folder.path)/\#(key)" }"#
        }
        let json = #"""
            { "nodes": [
              { "name": "plain", "http": "127.0.0.1:80", "gossip": "127.0.0.1:70" },
              { "name": "good", "http": "127.0.0.1:81", "gossip": "127.0.0.1:71", \#(tls("own.pem", "own.key")) },
              { "name": "absent", "http": "127.0.0.1:82", "gossip": "127.0.0.1:72", \#(tls("own.pem", "no.key")) },
              { "name": "mixed", "http": "127.0.0.1:83", "gossip": "127.0.0.1:73", \#(tls("own.pem", "ca.key")) }
            ] }
            """#
        return try MeshConfiguration(parsing: Array(json.utf8))
    }

    @Test func `is which file of which node is not here, and which is of no use anywhere`() throws {
        let findings = MeshNode.findings(aboutCertificatesOf: try mesh())
        #expect(findings.map(\.weight) == [.notHere, .mistake])
        #expect(findings.map(\.place) == ["nodes[2].tls.key", "nodes[3].tls.key"])
        #expect(findings[0].problem.contains("cannot be read"), "\(findings)")
    }

    @Test func `is nothing of nodes that somebody else looks after`() throws {
        #expect(MeshNode.findings(aboutCertificatesOf: try mesh(), of: "good").isEmpty)
        #expect(MeshNode.findings(aboutCertificatesOf: try mesh(), of: "mixed").map(\.weight) == [.mistake])
    }

    @Test func `is how long one lasts that ends soon`() async throws {
        try await folder.renew(days: 3)
        let findings = MeshNode.findings(aboutCertificatesOf: try mesh(), of: "good")
        #expect(findings.map(\.weight) == [.warning])
        #expect(findings.map(\.place) == ["nodes[1].tls.certificate"])
        #expect(findings[0].problem.hasPrefix("the certificate ends in "), "\(findings)")
    }
}
