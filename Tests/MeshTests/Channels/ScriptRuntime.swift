import FoundationEssentials
import Reactor
import Testing

/// What runs JavaScript outside of a browser, where a machine has it.
enum ScriptRuntime: String, CaseIterable, Sendable {
    case node
    case deno

    /// Those of this machine.
    static var here: [ScriptRuntime] { allCases.filter { $0.program.path != nil } }

    private var program: OtherProgram { OtherProgram(name: rawValue) }

    /// Its options before a script: Node had its WebSocket behind one up to version 21, and still takes it.
    private var options: [String] {
        switch self {
        case .node: ["--experimental-websocket", "--no-warnings"]
        case .deno: ["run", "--allow-all", "--no-check"]
        }
    }

    /// Starts the script in a file, with its arguments.
    func start(_ script: URL, _ arguments: [String] = []) async throws -> ScriptProcess {
        guard let path = program.path else {
            throw DeadlinePassed(description: "there is no \(rawValue) on this machine")
        }
        return try await ScriptProcess(path, options + [script.path()] + arguments)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test on a machine that runs JavaScript in browsers only.
    static var needsScripts: Self {
        .enabled(if: !ScriptRuntime.here.isEmpty, "neither node nor deno is on this machine")
    }
}

/// A script that runs beside a test.
struct ScriptProcess: Sendable {
    let lines = PrintedLines()
    private let process: ChildProcess

    fileprivate init(_ program: String, _ arguments: [String]) async throws {
        process = try await ChildProcess.start(program, arguments: arguments) { [lines] in lines.add($0, $1) }
    }

    /// The last line that it prints, once it has ended by itself.
    func lastLine(within seconds: Int) async throws -> String {
        let status = try await withDeadline("the script ends", seconds: seconds) {
            await process.exitStatus
        } onTimeout: {
            process.send(.kill)
        }
        guard status == .exited(0), let line = lines.standardOutput.last else {
            let told = (lines.standardOutput + lines.standardError).joined(separator: "\n")
            throw DeadlinePassed(description: "the script ended with \(status): \(told)")
        }
        return line
    }

    /// Ends it at once.
    func kill() {
        process.send(.kill)
    }
}
