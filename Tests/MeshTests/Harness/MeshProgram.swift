import FoundationEssentials
import Reactor
import Synchronization

/// The built `mesh` program.
enum MeshProgram {
    /// Its path: beside this test bundle, whatever the build mode and the build folder.
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["MESH_PROGRAM"] { return path }
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "mesh").path()
    }()

    /// What a run of the program left behind.
    struct Run: Sendable {
        var status: ChildProcess.ExitStatus
        var standardOutput: [String]
        var standardError: [String]
    }

    /// Runs a line of the shell to its end; `mesh` is the program, `$1` and the rest are the arguments.
    static func run(shell line: String, _ arguments: [String]) async throws -> Run {
        let script = "mesh() { \"$0\" \"$@\"; }; \(line)"
        return try await run(["-c", script, path] + arguments, program: "/bin/sh")
    }

    /// Runs the program to its end, which must come soon.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        program: String = path,
        seconds: Int = 90
    ) async throws -> Run {
        let lines = PrintedLines()
        let child = try await ChildProcess.start(program, arguments: arguments, environment: environment) {
            lines.add($0, $1)
        }
        let status = try await withDeadline("mesh \(arguments.joined(separator: " ")) ends", seconds: seconds) {
            await child.exitStatus
        } onTimeout: {
            child.send(.kill)
        }
        return Run(status: status, standardOutput: lines.standardOutput, standardError: lines.standardError)
    }
}

/// Collects what a process prints.
final class PrintedLines: Sendable {
    private let lines = Mutex<[(output: ChildProcess.Output, text: String)]>([])

    var standardOutput: [String] { lines.withLock { $0.filter { $0.output == .standardOutput }.map(\.text) } }
    var standardError: [String] { lines.withLock { $0.filter { $0.output == .standardError }.map(\.text) } }

    func add(_ output: ChildProcess.Output, _ text: String) {
        lines.withLock { $0.append((output, text)) }
    }

    func removeAll() {
        lines.withLock { $0 = [] }
    }
}
