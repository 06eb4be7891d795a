import Reactor

/// The `mesh` program while it runs: a subcommand that ends only when it is told to.
struct RunningProgram: Sendable {
    let process: ChildProcess
    let lines = PrintedLines()

    /// Starts `mesh`.
    ///
    /// - Parameters:
    ///   - arguments: Its command line.
    ///   - signals: What it may be sent before it listens.
    /// - Throws: When it cannot be started.
    init(_ arguments: [String], holding signals: [Signal] = []) async throws {
        process = try await ChildProcess.start(MeshProgram.path, arguments: arguments, holding: signals) {
            [lines] in lines.add($0, $1)
        }
    }

    /// Starts `mesh` from a line of the shell, which must `exec "$0"`; `$1` and the rest are the arguments.
    init(shell line: String, _ arguments: [String]) async throws {
        process = try await ChildProcess.start("/bin/sh", arguments: ["-c", line, MeshProgram.path] + arguments) {
            [lines] in lines.add($0, $1)
        }
    }

    /// Waits until it has printed something on standard output.
    func waitForOutput(containing part: String) async throws {
        try await eventually("it prints \(part)") { lines.standardOutput.contains { $0.contains(part) } }
    }

    /// How it ended, after a signal.
    func end(by signal: Signal) async throws -> ChildProcess.ExitStatus {
        process.send(signal)
        return try await withDeadline("it ends") {
            await process.exitStatus
        } onTimeout: {
            process.send(.kill)
        }
    }
}
