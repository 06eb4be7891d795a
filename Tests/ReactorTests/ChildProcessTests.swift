import Glibc
import Reactor
import Synchronization
import Testing

@Suite("A child process", .timeLimit(.minutes(10))) struct ChildProcessTests {
    @Test func `passes on each line that it prints, before its exit status`() async throws {
        let lines = Lines()
        let child = try await shell("echo one; echo two; echo three >&2; printf four; exit 3", lines)

        #expect(await child.exitStatus == .exited(3))
        #expect(lines.standardOutput == ["one", "two", "four"])
        #expect(lines.standardError == ["three"])
    }

    @Test func `loses no line of a long output`() async throws {
        let lines = Lines()
        let child = try await shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done", lines)

        #expect(await child.exitStatus == .exited(0))
        #expect(lines.standardOutput == (0..<20_000).map { "line \($0)" })
    }

    @Test func `tells the signal that ended it`() async throws {
        let child = try await shell("echo ready; exec sleep 1000", Lines())

        #expect(!child.hasEnded)

        child.send(.kill)

        #expect(await child.exitStatus == .signalled(.kill))
        #expect(child.hasEnded)
        child.send(.kill)
        #expect(await child.exitStatus == .signalled(.kill))
    }

    @Test func `gets what the environment is to have, and nothing on its standard input`() async throws {
        let lines = Lines()
        let child = try await ChildProcess.start(
            "/bin/sh",
            arguments: ["-c", "cat; echo $GREETING; test -n \"$PATH\""],
            environment: ["GREETING": "hello"],
            handleLine: lines.add
        )

        #expect(await child.exitStatus == .exited(0))
        #expect(lines.standardOutput == ["hello"])
    }

    @Test func `is not waited for by what it left behind`() async throws {
        let lines = Lines()
        let child = try await shell("sleep 1000 & echo $!", lines)

        #expect(await child.exitStatus == .exited(0))

        let grandchild = try #require(lines.standardOutput.first.flatMap { pid_t($0) })
        #expect(kill(grandchild, SIGKILL) == 0)
    }

    @Test func `names the program that cannot be started`() async {
        let error = await #expect(throws: SystemError.self) {
            try await ChildProcess.start("/no/such/program", arguments: []) { _, _ in }
        }
        #expect(error?.description == "posix_spawn /no/such/program: No such file or directory")
    }

    @Test func `may be stopped and go on`() async throws {
        let child = try await shell("exec sleep 1000", Lines())

        child.send(.pause)
        child.send(.terminate)
        child.send(.resume)

        #expect(await child.exitStatus == .signalled(.terminate))
    }

    @Test func `may be sent early what waits until it listens, and everything else as ever`() async throws {
        let lines = Lines()
        let script = ["-c", "kill -HUP $$; echo goes on; kill -TERM $$; echo does not"]
        let child = try await ChildProcess.start(
            "/bin/sh",
            arguments: script,
            holding: [.hangUp],
            handleLine: lines.add
        )

        #expect(await child.exitStatus == .signalled(.terminate))
        #expect(lines.standardOutput == ["goes on"])
    }

    private func shell(_ script: String, _ lines: Lines) async throws -> ChildProcess {
        try await ChildProcess.start("/bin/sh", arguments: ["-c", script], handleLine: lines.add)
    }
}

@Suite("Signals", .serialized, .timeLimit(.minutes(10))) struct SignalsTests {
    @Test func `arrive as values, each as often as it was sent one by one`() async throws {
        let stream = try Signals.stream(of: [.user])
        var signals = stream.makeAsyncIterator()
        for _ in 0..<3 {
            #expect(kill(getpid(), SIGUSR1) == 0)
            #expect(await signals.next() == .user)
        }
    }
}

/// Collects what a child printed.
private final class Lines: Sendable {
    private let state = Mutex<[(ChildProcess.Output, String)]>([])

    var standardOutput: [String] { lines(of: .standardOutput) }
    var standardError: [String] { lines(of: .standardError) }

    @Sendable func add(_ output: ChildProcess.Output, _ line: String) {
        state.withLock { $0.append((output, line)) }
    }

    private func lines(of output: ChildProcess.Output) -> [String] {
        state.withLock { $0.filter { $0.0 == output }.map(\.1) }
    }
}
