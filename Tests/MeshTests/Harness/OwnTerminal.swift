import FoundationEssentials
import Reactor

/// A terminal of its own in which the `mesh` program runs; it prints into a file, which outlives the terminal, or is shown.
struct OwnTerminal: Sendable {
    private let terminal: ChildProcess
    private let folder: URL
    private let shown = PrintedLines()

    /// Opens a terminal by `script`, and starts `mesh` in it.
    ///
    /// - Parameters:
    ///   - arguments: Its command line.
    ///   - ignoresHangUp: Whether it is started as `nohup` does.
    ///   - isShown: Whether the terminal shows what it prints, rather than a file takes it.
    ///   - folder: Where the files go.
    /// - Throws: When no shell can be started.
    init(
        _ arguments: [String],
        ignoresHangUp: Bool = false,
        isShown: Bool = false,
        in folder: URL
    ) async throws {
        self.folder = folder
        let words = ([MeshProgram.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let line = """
            unset MESH_PARENT_PROCESS NO_COLOR; export TERM=xterm
            \(ignoresHangUp ? "trap '' HUP; " : "")cd '\(folder.path())'
            echo $$ > number; exec \(words)\(isShown ? "" : " > text 2>&1")
            """
        terminal = try await ChildProcess.start(
            "/bin/sh",
            arguments: ["-c", "exec script -qfec \"$1\" /dev/null", "sh", line],
            handleLine: { [shown] in shown.add($0, $1) }
        )
    }

    /// The lines that are shown, with what moves the cursor, and without the carriage returns at their ends.
    var screen: [String] {
        shown.standardOutput.map { line in line.hasSuffix("\r") ? String(line.dropLast()) : line }
    }

    /// Sends the program a signal, by the name that `kill` has for it.
    func send(_ signal: String) async throws {
        _ = try await MeshProgram.run(shell: "kill -$1 $2", [signal, number])
    }

    /// Waits until the program has ended, and its terminal with it.
    func end() async throws -> ChildProcess.ExitStatus {
        try await withDeadline("the terminal ends") {
            await terminal.exitStatus
        } onTimeout: {
            close()
        }
    }

    /// What the program printed.
    var text: String { contents(of: "text") }

    /// The number of its process.
    var number: String { String(contents(of: "number").prefix { $0.isNumber }) }

    /// Takes the terminal away, as who closes its window does.
    func close() { terminal.send(.kill) }

    private func contents(of file: String) -> String {
        (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
    }
}
