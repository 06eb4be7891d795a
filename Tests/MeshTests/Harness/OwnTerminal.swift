import FoundationEssentials
import Reactor

/// A terminal of its own in which the `mesh` program runs; it prints into a file, which outlives the terminal.
struct OwnTerminal: Sendable {
    private let terminal: ChildProcess
    private let folder: URL

    /// Opens a terminal by `script`, and starts `mesh` in it.
    ///
    /// - Parameters:
    ///   - arguments: Its command line.
    ///   - ignoresHangUp: Whether it is started as `nohup` does.
    ///   - folder: Where the files go.
    /// - Throws: When no shell can be started.
    init(_ arguments: [String], ignoresHangUp: Bool, in folder: URL) async throws {
        self.folder = folder
        let words = ([MeshProgram.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let line = """
            unset MESH_PARENT_PROCESS; \(ignoresHangUp ? "trap '' HUP; " : "")cd '\(folder.path())'
            echo $$ > number; exec \(words) > text 2>&1
            """
        terminal = try await ChildProcess.start(
            "/bin/sh",
            arguments: ["-c", "exec script -qfec \"$1\" /dev/null", "sh", line],
            handleLine: { _, _ in }
        )
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
