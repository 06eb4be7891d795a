import FoundationEssentials
import Reactor
import Testing

@testable import Mesh

/// The `mesh` program, started as a person would start it.
final class RunningProgram: Sendable {
    /// One line that it printed.
    struct Line: Equatable, Sendable {
        var output: ChildProcess.Output
        var text: String
    }

    let process: ChildProcess
    private let lines: AsyncStream<Line>
    private let continuation: AsyncStream<Line>.Continuation

    /// Starts `mesh`, which is built beside the tests.
    ///
    /// - Parameters:
    ///   - arguments: Its command line.
    ///   - ignoresHangUp: Whether it is started as `nohup` does.
    /// - Throws: When it cannot be started.
    init(_ arguments: [String], ignoresHangUp: Bool = false) async throws {
        let tests = URL(filePath: try #require(CurrentProcess.program))
        let program = tests.deletingLastPathComponent().appending(path: "mesh").path(percentEncoded: false)
        let (lines, continuation) = AsyncStream.makeStream(of: Line.self)
        let shell = ["-c", "trap '' HUP; exec \"$0\" \"$@\"", program] + arguments
        process = try await ChildProcess.start(
            ignoresHangUp ? "/bin/sh" : program,
            arguments: ignoresHangUp ? shell : arguments
        ) { output, text in
            continuation.yield(Line(output: output, text: text))
        }
        self.lines = lines
        self.continuation = continuation
    }

    /// Starts `mesh` with these arguments.
    convenience init(_ arguments: String...) async throws {
        try await self.init(arguments)
    }

    /// Passes over what it prints until a line contains this.
    @discardableResult
    func line(containing part: String) async throws -> String {
        for await line in lines where line.text.contains(part) { return line.text }
        throw EndOfOutput(wanted: part)
    }

    /// Waits for its end.
    ///
    /// - Returns: How it ended, and what it printed since the last line that was waited for.
    func end() async -> (status: ChildProcess.ExitStatus, lines: [Line]) {
        let status = await process.exitStatus
        continuation.finish()
        var rest: [Line] = []
        for await line in lines { rest.append(line) }
        return (status, rest)
    }

    struct EndOfOutput: Error {
        var wanted: String
    }
}
