import Reactor
import Synchronization

/// Prints lines in the order in which they come, on a thread of its own.
///
/// Whoever has something to say never waits for whoever reads it: a terminal that is stopped (Ctrl-S, a laptop asleep)
/// keeps no program from hearing a signal, or that a process of its own has ended. Lines beyond ``limit`` are lost, and
/// counted.
final class LinePrinter: Sendable {
    /// The most that waits to be read, in bytes: many times what a mesh says in a minute when all is well.
    static let limit = 1 << 20

    private struct Line {
        let text: String
        let output: StandardStream
    }

    private struct Waiting {
        var lines: [Line] = []

        /// What those take, and those that are being written.
        var bytes = 0
        var lost = 0
        var isWriting = false
        var farewell: (@Sendable (CommandError?) -> Void)?

        /// Why the first line was not written that was not.
        var failure: CommandError?
    }

    private let waiting = Mutex(Waiting())

    private let fail: @Sendable (CommandError) -> Void

    private let write: @Sendable (StandardStream, String) throws(CommandError) -> Void

    private let startThread: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// Creates a printer that has nothing to print.
    ///
    /// - Parameters:
    ///   - write: Writes a line, and waits for whoever reads it.
    ///   - startThread: Runs something that waits; nobody waits for that.
    ///   - fail: Called once, when a line cannot be written, after that was said on standard error.
    init(
        writing write: @escaping @Sendable (StandardStream, String) throws(CommandError) -> Void = LinePrinter
            .writeToConsole,
        onThreadsOf startThread: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = LinePrinter.start,
        failing fail: @escaping @Sendable (CommandError) -> Void
    ) {
        self.fail = fail
        self.write = write
        self.startThread = startThread
    }

    /// Prints a line after all that were given before.
    func print(_ text: String, to output: StandardStream) {
        handOver { waiting in
            guard waiting.bytes + text.utf8.count <= Self.limit else { return waiting.lost += 1 }
            waiting.bytes += text.utf8.count
            waiting.lines.append(Line(text: text, output: output))
        }
    }

    /// Does something when everything is written that was given before; never, while nobody reads it.
    ///
    /// - Parameter body: Takes why lines were not written, if there were any.
    func whenWritten(_ body: @escaping @Sendable (CommandError?) -> Void) {
        handOver { $0.farewell = body }
    }

    private func handOver(_ change: (inout Waiting) -> Void) {
        let begins = waiting.withLock { waiting in
            change(&waiting)
            defer { waiting.isWriting = true }
            return !waiting.isWriting
        }
        if begins { startThread { self.writeAll() } }
    }

    private func writeAll() {
        var writtenBytes = 0
        while let (lines, lost, farewell) = takeWaiting(afterWriting: writtenBytes) {
            for line in lines { write(line.text, to: line.output) }
            writtenBytes = lines.reduce(0) { $0 + $1.text.utf8.count }
            if lost > 0 { write("mesh: \(lost) lines were lost: nobody read them", to: .error) }
            farewell?(waiting.withLock(\.failure))
        }
    }

    /// Writes a line; the first that cannot be written is told of.
    private func write(_ text: String, to output: StandardStream) {
        do throws(CommandError) {
            try write(output, text)
        } catch {
            let isFirst = waiting.withLock { waiting in
                defer { waiting.failure = waiting.failure ?? error }
                return waiting.failure == nil
            }
            guard isFirst else { return }
            // Where standard error cannot be written either there is nothing left to tell it on.
            try? write(.error, "\(error)")
            fail(error)
        }
    }

    /// What is to be written next; `nil` when the thread may end.
    private func takeWaiting(
        afterWriting writtenBytes: Int
    ) -> ([Line], lost: Int, farewell: (@Sendable (CommandError?) -> Void)?)? {
        waiting.withLock { waiting in
            waiting.bytes -= writtenBytes
            guard !waiting.lines.isEmpty || waiting.lost > 0 || waiting.farewell != nil else {
                waiting.isWriting = false
                return nil
            }
            defer {
                waiting = Waiting(bytes: waiting.bytes, isWriting: true, failure: waiting.failure)
            }
            return (waiting.lines, waiting.lost, waiting.farewell)
        }
    }

    /// Prints what a node printed; the nodes serve whether anybody reads it or not.
    private static func writeToConsole(_ output: StandardStream, _ text: String) throws(CommandError) {
        guard output == .output else { return Console.complain(text) }
        try Console.announce(text)
    }

    private static func start(_ body: @escaping @Sendable () -> Void) {
        // Where there is no room for a thread, who speaks waits.
        do throws(SystemError) { try BackgroundThread.start(body) } catch { body() }
    }
}
