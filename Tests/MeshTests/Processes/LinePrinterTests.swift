import Reactor
import Synchronization
import Testing

@testable import Mesh

@Suite("A printer of lines") struct LinePrinterTests {
    /// What a printer wrote, and what it would do on threads of its own.
    private final class Paper: Sendable {
        private let state = Mutex((lines: [String](), threads: [@Sendable () -> Void]()))

        var lines: [String] { state.withLock(\.lines) }

        var threadCount: Int { state.withLock(\.threads.count) }

        /// What happens while a line is written.
        let meanwhile = Mutex<(@Sendable () -> Void)?>(nil)

        /// Whether standard output has room.
        let isFull = Mutex(false)

        func write(_ output: StandardStream, _ text: String) throws(CommandError) {
            meanwhile.withLock { $0.take() }?()
            guard output == .error || !isFull.withLock(\.self) else { throw .output(LinePrinterTests.full) }
            note(output == .error ? "error: \(text)" : text)
        }

        func note(_ line: String) {
            state.withLock { $0.lines.append(line) }
        }

        func start(_ body: @escaping @Sendable () -> Void) {
            state.withLock { $0.threads.append(body) }
        }

        /// Somebody reads what is printed.
        func read() {
            let threads = state.withLock { state in
                defer { state.threads = [] }
                return state.threads
            }
            for thread in threads { thread() }
        }
    }

    private static let full = SystemError(call: "write", code: 28)

    private let paper = Paper()

    private func makePrinter() -> LinePrinter {
        LinePrinter(
            writing: { [paper] (output, text) throws(CommandError) in try paper.write(output, text) },
            onThreadsOf: { [paper] in paper.start($0) }
        ) { [paper] error in
            paper.note("failed: \(error)")
        }
    }

    @Test func `writes in order, by one thread at a time`() {
        let printer = makePrinter()
        printer.print("1", to: .output)
        printer.print("2", to: .error)
        #expect(paper.lines.isEmpty)
        #expect(paper.threadCount == 1)

        paper.read()
        #expect(paper.lines == ["1", "error: 2"])

        printer.print("3", to: .output)
        paper.read()
        #expect(paper.lines == ["1", "error: 2", "3"])
    }

    @Test func `keeps as much as its bound, and counts what is lost beyond`() {
        let printer = makePrinter()
        let line = String(repeating: "x", count: LinePrinter.limit / 4)
        for _ in 0..<7 { printer.print(line, to: .output) }

        paper.read()
        #expect(paper.lines == Array(repeating: line, count: 4) + ["error: mesh: 3 lines were lost: nobody read them"])

        printer.print("goes on", to: .output)
        paper.read()
        #expect(paper.lines.last == "goes on")
        #expect(paper.lines.count == 6)
    }

    @Test func `counts what is being written as what waits`() {
        let printer = makePrinter()
        let line = String(repeating: "x", count: LinePrinter.limit / 2)
        paper.meanwhile.withLock { $0 = { for _ in 0..<2 { printer.print(line, to: .output) } } }
        printer.print(line, to: .output)
        paper.read()
        #expect(paper.lines == [line, line, "error: mesh: 1 lines were lost: nobody read them"])

        for _ in 0..<2 { printer.print(line, to: .output) }
        paper.read()
        #expect(paper.lines.count == 5)
    }

    @Test func `does what comes last after everything was written`() {
        let printer = makePrinter()
        printer.print("1", to: .output)
        printer.whenWritten { [paper] _ in paper.note("the end") }
        printer.print("2", to: .output)
        #expect(paper.lines.isEmpty)

        paper.read()
        #expect(paper.lines == ["1", "2", "the end"])
    }

    @Test func `does what comes last also where there was nothing to write`() {
        let printer = makePrinter()
        printer.whenWritten { [paper] _ in paper.note("the end") }
        paper.read()
        #expect(paper.lines == ["the end"])
    }

    @Test func `tells once that lines cannot be written, and at the end why`() {
        let printer = makePrinter()
        paper.isFull.withLock { $0 = true }
        printer.print("1", to: .output)
        printer.print("2", to: .output)
        printer.print("3", to: .error)
        paper.read()
        let words = "mesh: standard output: write: No space left on device"
        #expect(paper.lines == ["error: \(words)", "failed: \(words)", "error: 3"])

        paper.isFull.withLock { $0 = false }
        printer.print("4", to: .output)
        printer.whenWritten { [paper] in paper.note("the end: \($0?.exitStatus ?? 0)") }
        paper.read()
        #expect(paper.lines.suffix(2) == ["4", "the end: 1"])
    }
}
