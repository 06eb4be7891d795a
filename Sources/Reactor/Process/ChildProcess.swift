import CLinux
import Glibc
import Synchronization

/// A program that this process started.
///
/// One thread starts it, reads what it prints and waits for its end, so a child needs no event loop and none waits for it.
public final class ChildProcess: Sendable {
    /// The process's number.
    public let number: Int32

    private let state = Mutex(State.running(waiting: []))

    private enum State {
        /// The number is ours, so a signal reaches the right process.
        case running(waiting: [CheckedContinuation<ExitStatus, Never>])

        /// The number may belong to somebody else by now.
        case ended(ExitStatus)
    }

    /// Where a line was printed.
    public enum Output: Sendable {
        /// Standard output.
        case standardOutput

        /// Standard error.
        case standardError
    }

    /// How a process ended.
    public enum ExitStatus: Equatable, Sendable {
        /// It returned a status: 0 for success.
        case exited(CInt)

        /// A signal ended it.
        case signalled(Signal)
    }

    private init(number: pid_t) {
        self.number = number
    }

    /// Starts a program, with nothing on its standard input, in a process group of its own.
    ///
    /// A Ctrl-C at the terminal so reaches this process alone, which then ends its children as it sees fit.
    ///
    /// - Parameters:
    ///   - program: The path of the program.
    ///   - arguments: Its arguments, without its name.
    ///   - signals: What waits until the program catches it with ``Signals/stream(of:)``. Another signal that comes
    ///     before it is caught does what signals do, as a rule end the program.
    ///   - additions: What its environment has beyond, or instead of, this process's own.
    ///   - handleLine: Called on the child's thread with each line that it prints, without the line's end. A call that
    ///     takes its time holds the child up, once the pipe is full; lines are never dropped.
    /// - Returns: The running process.
    /// - Throws: `posix_spawn PROGRAM: …` when the program cannot be started.
    public static func start(
        _ program: String,
        arguments: [String],
        holding signals: [Signal] = [],
        environment additions: [String: String] = [:],
        handleLine: @escaping @Sendable (Output, String) -> Void
    ) async throws -> ChildProcess {
        try await withCheckedThrowingContinuation { continuation in
            do {
                // The thread that starts the child must outlive it, see ``ParentProcess``.
                try startThread {
                    do throws(SystemError) {
                        var running = try Spawn.start(program, arguments, additions, holding: signals)
                        let child = ChildProcess(number: running.number)
                        continuation.resume(returning: child)
                        running.readLines(handleLine)
                        child.reap()
                    } catch {
                        continuation.resume(throwing: error)
                    }
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Sends the process a signal; one that has ended is left alone.
    public func send(_ signal: Signal) {
        state.withLock { state in
            if case .running = state { _ = kill(number, signal.number) }
        }
    }

    /// Whether the process has ended, and every line that it printed was handled.
    public var hasEnded: Bool {
        state.withLock { if case .ended = $0 { true } else { false } }
    }

    /// How the process ended; waits for its end.
    ///
    /// Every line that it printed was handled before.
    public var exitStatus: ExitStatus {
        get async {
            await withCheckedContinuation { continuation in
                let status: ExitStatus? = state.withLock { state in
                    switch state {
                    case .running(let waiting):
                        state = .running(waiting: waiting + [continuation])
                        return nil
                    case .ended(let status):
                        return status
                    }
                }
                if let status { continuation.resume(returning: status) }
            }
        }
    }

    /// Takes leave of a process that has ended; the kernel may give its number away from then on.
    private func reap() {
        let (status, waiting) = state.withLock { state -> (ExitStatus, [CheckedContinuation<ExitStatus, Never>]) in
            var bits: CInt = 0
            // Safe: the kernel writes one integer. It cannot fail for a child that was not waited for.
            while unsafe waitpid(number, &bits, 0) < 0, errno == EINTR {}
            // wait(2): the low seven bits are the signal, the second byte is what the process returned.
            let signal = bits & 0x7F
            let status: ExitStatus = signal == 0 ? .exited(bits >> 8 & 0xFF) : .signalled(Signal(number: signal))
            defer { state = .ended(status) }
            guard case .running(let waiting) = state else { return (status, []) }
            return (status, waiting)
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }
}
