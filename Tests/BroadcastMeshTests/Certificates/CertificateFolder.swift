import FoundationEssentials
import Reactor
import Testing

@testable import BroadcastMesh
@testable import SystemTLS

extension Trait where Self == ConditionTrait {
    /// Skips what needs OpenSSL and its program on a machine without them.
    static var needsOpenSSLProgram: Self {
        .enabled(
            if: OpenSSL.current != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"),
            "there is no openssl program on this machine"
        )
    }
}

/// A folder with an authority and certificates of `localhost` that it vouches for, as long as somebody holds it.
final class CertificateFolder: Sendable {
    let path: String

    /// Makes the folder, the authority and a first certificate.
    init() async throws {
        path = FileManager.default.temporaryDirectory.appending(path: "mesh-tls-\(UUID())").path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        _ = try await run(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=mesh test authority' \
                -days 2 -keyout ca.key -out ca.pem
            """
        )
        try await renew()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The authority's file.
    var authority: String { "\(path)/ca.pem" }

    /// What a node of the configuration says of it.
    var setting: String { #""tls": { "certificate": "\#(path)/own.pem", "key": "\#(path)/own.key" },"# }

    /// Replaces the certificate and its key, which is of a kind in words of `openssl req`.
    func renew(days: Int = 90, key: String = "ec -pkeyopt ec_paramgen_curve:P-256") async throws {
        _ = try await run(
            """
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\nbasicConstraints=CA:FALSE\\n' > extensions
            openssl req -newkey \(key) -nodes -subj /CN=localhost -keyout own.key -out own.csr
            openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days) -extfile extensions \
                -out own.pem
            """
        )
        try #require(FileManager.default.fileExists(atPath: "\(path)/own.pem"))
    }

    /// Overwrites one of the files.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }

    /// Runs commands of a shell in the folder, and gives what they say.
    func run(_ command: String) async throws -> String {
        let paper = LogTests.Paper()
        let arguments = ["-c", "cd '\(path)'; { \(command)\n} 2>&1"]
        let child = try await ChildProcess.start("/bin/sh", arguments: arguments) { _, line in
            paper.write(Array("\(line)\n".utf8))
        }
        _ = await child.exitStatus
        return paper.lines.joined(separator: "\n")
    }
}
