import FoundationEssentials
import Reactor

/// One `mesh run` process, which may be ended in every way and started again.
actor NodeProcess {
    nonisolated let name: String

    /// Everything that it printed, over all its runs.
    nonisolated let lines = PrintedLines()

    private let arguments: [String]
    private var child: ChildProcess?
    private(set) var address = ""

    /// What it speaks there: `http` or `https`.
    private(set) var scheme = "http"

    init(_ name: String, configuration: String, arguments: [String] = []) {
        self.name = name
        self.arguments = ["run", name, "--config", configuration] + arguments
    }

    /// A URL of the node: `http` or `ws`, and a path.
    func url(_ scheme: String, _ path: String = "/") -> String {
        "\(scheme)://\(address)\(path)"
    }

    /// Starts the process and waits for the line that says that it is ready.
    func start() async throws {
        let before = lines.standardOutput.count
        let child = try await ChildProcess.start(MeshProgram.path, arguments: arguments) { [lines] in
            lines.add($0, $1)
        }
        self.child = child
        try await eventually("\(name) is ready") { lines.standardOutput.count > before || child.hasEnded }
        guard lines.standardOutput.count > before else {
            throw DeadlinePassed(description: "\(name) ended before it was ready")
        }
        let line = lines.standardOutput[before]
        guard let rest = line.components(separatedBy: "://").dropFirst().first, line.hasPrefix("\(name): ") else {
            throw DeadlinePassed(description: "no ready line: \(line)")
        }
        address = String(rest.prefix { $0 != "/" && $0 != " " })
        scheme = line.contains(" https://") ? "https" : "http"
    }

    /// Sends a signal.
    func send(_ signal: Signal) {
        child?.send(signal)
    }

    /// Asks the process to end, and waits until it has.
    func terminate() async throws -> ChildProcess.ExitStatus {
        try await end(by: .terminate)
    }

    /// Ends the process at once, as a crash of the machine would.
    @discardableResult
    func crash() async throws -> ChildProcess.ExitStatus {
        try await end(by: .kill)
    }

    /// How the process ended, which it must do soon.
    func exitStatus() async throws -> ChildProcess.ExitStatus {
        guard let child else { throw DeadlinePassed(description: "\(name) was never started") }
        return try await withDeadline("\(name) ends") {
            await child.exitStatus
        } onTimeout: {
            child.send(.kill)
        }
    }

    private func end(by signal: Signal) async throws -> ChildProcess.ExitStatus {
        child?.send(signal)
        return try await exitStatus()
    }
}
