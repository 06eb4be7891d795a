import FoundationEssentials

/// A folder with a mesh of two nodes under TLS, whose one certificate vouches for itself; it is there as long as somebody
/// holds this.
final class SecureMesh: Sendable {
    /// The path of its `mesh.json`.
    let configuration: String

    private let folder = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")

    /// Makes the folder and what is in it.
    init() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var file = MeshFile.line(2).withBrowserPorts
        for index in file.nodes.indices {
            file.nodes[index].tls = MeshFile.TLS(certificate: "fullchain.pem", key: "privkey.pem")
        }
        configuration = try file.write(to: folder)
        try await makeCertificate(days: 90)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The file of whom to believe.
    var authority: String { folder.appending(path: "fullchain.pem").path() }

    /// The nodes, not started yet.
    var nodes: [NodeProcess] { ["node-0", "node-1"].map { NodeProcess($0, configuration: configuration) } }

    /// Replaces the certificate and its key.
    func makeCertificate(days: Int) async throws {
        try await shell(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days \(days) -subj /CN=localhost \
                -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout privkey.pem -out fullchain.pem
            """
        )
    }

    /// Runs a line of the shell in the folder.
    @discardableResult
    func shell(_ line: String) async throws -> MeshProgram.Run {
        try await MeshProgram.run(shell: "cd '\(folder.path())'; \(line)", [])
    }
}
