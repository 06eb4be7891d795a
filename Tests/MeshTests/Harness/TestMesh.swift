import BroadcastMesh
import FoundationEssentials
import Reactor

/// A mesh of real processes on this machine, in a folder of its own.
struct TestMesh: Sendable {
    let folder: URL
    let configuration: String
    let nodes: [NodeProcess]

    /// The node with a name.
    subscript(_ name: String) -> NodeProcess {
        guard let node = nodes.first(where: { $0.name == name }) else { preconditionFailure("no node \(name)") }
        return node
    }

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
    func waitUntilWhole(seconds: Int = 10) async throws {
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

    /// What a node says of itself.
    func status(of node: NodeProcess) async throws -> StatusAnswer {
        let answer = try await HTTPClient().get(await node.url("http", "/status"))
        return try JSONDecoder().decode(StatusAnswer.self, from: Data(answer.body))
    }
}

/// Runs a test with a mesh whose processes and files are gone afterwards, however the test ends.
///
/// - Parameters:
///   - file: What stands in its `mesh.json`.
///   - arguments: What every `mesh run` gets beyond the file.
///   - isStarted: Whether to start the nodes and wait until they see each other.
///   - body: The test.
/// - Throws: What the test throws.
func withMesh(
    _ file: MeshFile,
    arguments: [String] = [],
    isStarted: Bool = true,
    _ body: (TestMesh) async throws -> Void
) async throws {
    // Two cores: more meshes at once would only make each other miss their deadlines.
    await machine.enter()
    let folder = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")
    let nodes: [NodeProcess]
    do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = folder.appending(path: "mesh.json")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        try encoder.encode(file).write(to: configuration)
        nodes = file.names.map { NodeProcess($0, configuration: configuration.path(), arguments: arguments) }
        let mesh = TestMesh(folder: folder, configuration: configuration.path(), nodes: nodes)
        do {
            if isStarted {
                try await mesh.start()
                try await mesh.waitUntilWhole()
            }
            try await body(mesh)
        } catch {
            await end(nodes, folder)
            throw DeadlinePassed(description: "\(error)\n\(mesh.log)")
        }
    } catch {
        await machine.leave()
        throw error
    }
    await end(nodes, folder)
    await machine.leave()
}

/// Ends what a test left running, and removes its files.
private func end(_ nodes: [NodeProcess], _ folder: URL) async {
    for node in nodes { _ = try? await node.crash() }
    try? FileManager.default.removeItem(at: folder)
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
