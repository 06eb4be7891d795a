import BroadcastMesh
import MeshClient
import Reactor

/// A node in a process of its own, `mesh run` of the same build, with or without a certificate that was made for it.
///
/// What it costs is read from outside, so that nothing of its clients is counted.
struct NodeProcess {
    /// Where it is reached: `127.0.0.1:8081`.
    let address: String

    /// Whether it speaks TLS.
    let isSecure: Bool

    /// Whose word its clients take.
    let trust: ServerTrust

    private let process: ChildProcess

    /// Makes a certificate, starts a node, and stops it however the work with it ends; nothing is left of either.
    ///
    /// - Throws: When there is no `openssl`, or no `mesh` beside this program, or that ends before it is ready; and what
    ///   the work throws.
    static func use<Outcome>(isSecure: Bool, _ work: (NodeProcess) async throws -> Outcome) async throws -> Outcome {
        try await ScratchFolder.use { folder in
            let node = try await start(isSecure: isSecure, in: folder)
            let result: Result<Outcome, any Error>
            do { result = .success(try await work(node)) } catch { result = .failure(error) }
            node.process.send(.interrupt)
            _ = await node.process.exitStatus
            return try result.get()
        }
    }

    private static func start(isSecure: Bool, in folder: ScratchFolder) async throws -> NodeProcess {
        let network = try LinuxNetwork()
        let ports = try (0..<2).map { _ in try network.listen(on: .loopback()).localAddress.port }
        let tls = isSecure ? #""tls": { "certificate": "own.pem", "key": "own.key" }, "# : ""
        let json = #"""
            { "nodes": [{ \#(tls)"name": "alpha", "http": "127.0.0.1:\#(ports[0])", "gossip": "127.0.0.1:\#(ports[1])" }] }
            """#
        let preparation = """
            mkdir '\(folder.path)' && cd '\(folder.path)' && echo '\(json)' > mesh.json && openssl req -x509 -newkey ec \
                -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -days 2 \
                -keyout own.key -out own.pem 2>/dev/null
            """
        let made = try await ChildProcess.start("/bin/sh", arguments: ["-c", preparation]) { _, _ in }
        guard await made.exitStatus == .exited(0) else { throw BenchmarkError.missing("the openssl program") }
        let program = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let arguments = ["run", "alpha", "--config", "\(folder.path)/mesh.json"]
        let process = try await ChildProcess.start((program + ["mesh"]).joined(separator: "/"), arguments: arguments) {
            output,
            _ in output == .standardOutput
        }
        return NodeProcess(
            address: "127.0.0.1:\(ports[0])",
            isSecure: isSecure,
            trust: .file("\(folder.path)/own.pem"),
            process: process
        )
    }

    /// A URL of it.
    func url(_ path: String, webSocket: Bool = false) -> String {
        "\(webSocket ? "ws" : "http")\(isSecure ? "s" : "")://\(address)\(path)"
    }

    /// What its loop has spent on a processor, in seconds.
    func spent() async throws -> Double {
        let name = "mesh_turn_cpu_seconds_sum"
        let lines = try await HTTPClient(trusting: trust).get(url("/metrics")).text.split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("\(name) ") }),
            let seconds = Double(line.dropFirst(name.count + 1))
        else { throw BenchmarkError.notSeen(name) }
        return seconds
    }

    /// What its process takes of memory, in bytes.
    func memory() throws -> Int { try Resident.bytes(of: "\(process.number)") }
}
