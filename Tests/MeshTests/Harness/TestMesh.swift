import BroadcastMesh
import FoundationEssentials
import MeshClient
import Reactor
import Synchronization

/// A mesh of real processes on this machine, in a folder of its own.
struct TestMesh: Sendable {
    let folder: URL
    let configuration: String
    let nodes: [NodeProcess]
    private let others = Others()

    /// Processes beyond the mesh's own.
    private final class Others: Sendable {
        let processes = Mutex<[NodeProcess]>([])
    }

    fileprivate init(folder: URL, configuration: String, nodes: [NodeProcess]) {
        self.folder = folder
        self.configuration = configuration
        self.nodes = nodes
    }

    /// Prepares one more process, with a configuration of its own; it ends with the mesh.
    func addProcess(_ name: String, of file: MeshFile) throws -> NodeProcess {
        let process = NodeProcess(name, configuration: try file.write(to: folder))
        others.processes.withLock { $0.append(process) }
        return process
    }

    /// Ends everything that still runs, and removes the files.
    fileprivate func end() async {
        for node in nodes + others.processes.withLock({ $0 }) { _ = try? await node.crash() }
        try? FileManager.default.removeItem(at: folder)
    }

    /// The node with a name.
    subscript(_ name: String) -> NodeProcess {
        guard let node = nodes.first(where: { $0.name == name }) else { preconditionFailure("no node \(name)") }
        return node
    }

    /// The data directory of a node, if the nodes have some.
    func data(of name: String) -> URL { folder.appending(path: "data").appending(path: name) }

    /// What a node records, if the nodes do.
    func recording(of name: String) -> URL { folder.appending(path: "\(name).recording") }

    /// Everything that the nodes logged, for a failure.
    var log: String {
        nodes.map { node in
            let lines = node.lines.standardError.suffix(60).map { "  \($0)" }
            return "\(node.name):\n\(lines.joined(separator: "\n"))"
        }.joined(separator: "\n")
    }

    /// Starts all nodes at once.
    func start() async throws {
        try await withThrowingTaskGroup { group in
            for node in nodes { group.addTask { try await node.start() } }
            try await group.waitForAll()
        }
    }

    /// Waits until each node sees every other, and every link is up on both sides.
    func waitUntilWhole(seconds: Int = patience) async throws {
        try await eventually("every node sees every other, with all links up\n\(log)", seconds: seconds) {
            for node in nodes {
                let status = try await status(of: node)
                guard status.nodes.count == nodes.count, status.links.allSatisfy({ $0.state == "up" }) else {
                    return false
                }
            }
            return true
        }
    }

    /// Waits until every node holds the same messages of a relay channel, and has lost none.
    func waitUntilAgreed(on channel: String, messages: Int, seconds: Int = promised) async throws {
        try await eventually("every node holds the same transcript", seconds: seconds) {
            var transcripts: Set<String> = []
            for node in nodes {
                let found = try await status(of: node).channel("relay", channel)
                guard let found, found.messages == messages, found.lost == 0 else { return false }
                transcripts.insert(found.transcript)
            }
            return transcripts.count == 1
        }
    }

    /// What a node says of itself.
    func status(of node: NodeProcess) async throws -> StatusAnswer {
        let answer = try await HTTPClient(timeout: 240).get(await node.url("http", "/status"))
        return try JSONDecoder().decode(StatusAnswer.self, from: Data(answer.body))
    }
}

/// Runs a test with a mesh whose processes and files are gone afterwards, however the test ends.
///
/// - Parameters:
///   - file: What stands in its `mesh.json`.
///   - arguments: What every `mesh run` gets beyond the file.
///   - keepsData: Whether each node has a data directory: ``TestMesh/data(of:)``.
///   - records: Whether each node writes what ``TestMesh/recording(of:)`` is called.
///   - isStarted: Whether to start the nodes and wait until they see each other.
///   - body: The test.
/// - Throws: What the test throws.
func withMesh(
    _ file: MeshFile,
    arguments: [String] = [],
    keepsData: Bool = false,
    records: Bool = false,
    isStarted: Bool = true,
    _ body: (TestMesh) async throws -> Void
) async throws {
    // Two cores: more meshes at once would only make each other miss their deadlines.
    await machine.enter()
    do {
        try await runMesh(file, isStarted: isStarted, body) { name, folder in
            let data = keepsData ? ["--data", folder.appending(path: "data/\(name)").path()] : []
            let recording = records ? ["--record", folder.appending(path: "\(name).recording").path()] : []
            return arguments + data + recording
        }
    } catch {
        await machine.leave()
        throw error
    }
    await machine.leave()
}

private func runMesh(
    _ file: MeshFile,
    isStarted: Bool,
    _ body: (TestMesh) async throws -> Void,
    arguments: (_ name: String, _ folder: URL) -> [String]
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let configuration = try file.write(to: folder)
    let nodes = file.names.map { name in
        NodeProcess(name, configuration: configuration, arguments: arguments(name, folder))
    }
    let mesh = TestMesh(folder: folder, configuration: configuration, nodes: nodes)
    do {
        if isStarted {
            try await mesh.start()
            try await mesh.waitUntilWhole()
        }
        try await body(mesh)
    } catch {
        await mesh.end()
        throw DeadlinePassed(description: "\(error)\n\(mesh.log)")
    }
    await mesh.end()
}

/// Lets a few tests use processes at a time.
private actor Machine {
    private var places = 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty {
            places += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

private let machine = Machine()
