import Reactor

extension ChildProcess {
    /// Starts a program, and waits until it has printed a line.
    ///
    /// - Parameters:
    ///   - program: The path of the program.
    ///   - arguments: Its arguments, without its name.
    ///   - isAwaited: Whether it is this line.
    /// - Returns: The running process.
    /// - Throws: ``BenchmarkError/notSeen(_:)`` when the process ends without it, and what the system says.
    static func start(
        _ program: String,
        arguments: [String],
        awaiting isAwaited: @escaping @Sendable (Output, String) -> Bool
    ) async throws -> ChildProcess {
        let (lines, continuation) = AsyncStream.makeStream(of: Void.self)
        let handleLine: @Sendable (Output, String) -> Void = { output, line in
            if isAwaited(output, line) { continuation.yield() }
        }
        let child = try await start(program, arguments: arguments, handleLine: handleLine)
        Task {
            // By then every line was handled.
            _ = await child.exitStatus
            continuation.finish()
        }
        for await _ in lines { return child }
        let command = ([program] + arguments).joined(separator: " ")
        throw BenchmarkError.notSeen("the line that says that \(command) is ready")
    }
}
