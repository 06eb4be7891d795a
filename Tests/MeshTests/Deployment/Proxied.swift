import FoundationEssentials
import Reactor

/// A configuration of a proxy as it stands in the documentation, on ports of this test and with a certificate of its own.
struct Proxied {
    /// The port of browsers, sealed.
    let port = FreePorts.next()

    /// The same without TLS, for a client that speaks none.
    let plainPort = FreePorts.next()

    /// Where the file and the certificate are.
    let folder: URL

    /// The configuration.
    let file: String

    /// Writes a configuration for a mesh of two nodes.
    ///
    /// - Parameters:
    ///   - name: The file in the documentation.
    ///   - mesh: Whose nodes stand in the place of those at the ports 8081 and 8082.
    ///   - listen: What stands in the place of the line that listens, of a sealed and a plain port.
    /// - Throws: When the certificate cannot be made, or the configuration has no such line.
    init(_ name: String, of mesh: TestMesh, _ listen: (_ line: String, _ port: UInt16, _ plain: UInt16) -> String)
        async throws
    {
        folder = mesh.folder
        let words =
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=chat.example.org "
            + "-addext subjectAltName=DNS:chat.example.org -keyout \(folder.path())/privkey.pem "
            + "-out \(folder.path())/fullchain.pem"
        let made = try await OtherProgram(name: "openssl").run(words.split(separator: " ").map(String.init))
        guard made.status == .exited(0) else { throw DeadlinePassed(description: "openssl: \(made.standardError)") }
        let chain = try String(contentsOf: folder.appending(path: "fullchain.pem"), encoding: .utf8)
        let key = try String(contentsOf: folder.appending(path: "privkey.pem"), encoding: .utf8)
        try Data((chain + key).utf8).write(to: folder.appending(path: "chat.pem"))

        var text = try String(contentsOf: Deployment.folder.appending(path: name), encoding: .utf8)
        for (index, node) in mesh.nodes.enumerated() {
            text = text.replacing("127.0.0.1:808\(index + 1)", with: await node.address)
        }
        let (port, plainPort) = (port, plainPort)
        text = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains("443") ? listen(String(line), port, plainPort) : String(line)
        }.joined(separator: "\n")
        file = folder.appending(path: name).path()
        try Data(text.utf8).write(to: URL(filePath: file))
    }

    /// Asks the sealed port, as `curl` does.
    func curl(_ path: String, _ more: [String] = []) async throws -> String {
        let resolve = ["--resolve", "chat.example.org:\(port):127.0.0.1", "--cacert", "\(folder.path())/fullchain.pem"]
        let url = "https://chat.example.org:\(port)\(path)"
        return try await OtherProgram(name: "curl").run(["-s", "-m", "20"] + resolve + more + [url]).standardOutput
            .joined()
    }
}

/// What stands in the documentation for those who run nodes.
enum Deployment {
    /// Where it is.
    static let folder = URL(filePath: #filePath).appending(path: "../../../../Sources/Mesh/Mesh.docc/Deployment")
        .standardized
}
