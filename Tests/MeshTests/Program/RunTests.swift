import BroadcastMesh
import FoundationEssentials
import Reactor
import Testing

@testable import Mesh

@Suite("The program that runs one node", .timeLimit(.minutes(1))) struct RunTests {
    @Test func `says in one line where it serves, and stops with 0 when it is asked to`() async throws {
        let mesh = try TemporaryMesh("alpha")
        defer { mesh.remove() }
        let program = try await RunningProgram("run", "alpha", "--config", mesh.path)

        let ready = try await program.line(containing: "chat on")
        #expect(ready == "alpha: chat on http://\(mesh.http[0])/ , gossip on \(mesh.gossip[0])")
        #expect(try await HTTPClient().get("http://\(mesh.http[0])/health").status == 200)

        program.process.send(.terminate)
        let end = await program.end()
        #expect(end.status == .exited(0))
        #expect(end.lines.allSatisfy { $0.output == .standardError && $0.text.hasPrefix("alpha: ") })
    }

    @Test func `stops when the terminal goes, unless nohup started it`() async throws {
        let mesh = try TemporaryMesh("alpha")
        defer { mesh.remove() }
        let words = ["run", "alpha", "--config", mesh.path]
        let mortal = try await RunningProgram(words)
        try await mortal.line(containing: "chat on")
        mortal.process.send(.hangUp)
        #expect(await mortal.end().status == .exited(0))

        let immortal = try await RunningProgram(words, ignoresHangUp: true)
        try await immortal.line(containing: "chat on")
        // What the kernel says is not a matter of time, as a signal without effect would be.
        let status = try String(contentsOfFile: "/proc/\(immortal.process.number)/status", encoding: .utf8)
        let mask = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }?.split(separator: "\t"))
        #expect(try #require(UInt64(mask[1], radix: 16)) & 1 == 1)
        immortal.process.send(.terminate)
        #expect(await immortal.end().status == .exited(0))
    }

    @Test func `logs as JSON when it is told to`() async throws {
        let mesh = try TemporaryMesh("alpha")
        defer { mesh.remove() }
        let program = try await RunningProgram("run", "alpha", "--config", mesh.path, "--log=json", "--log-level=debug")
        try await program.line(containing: "chat on")

        program.process.send(.interrupt)
        let end = await program.end()
        #expect(end.status == .exited(0))
        #expect(end.lines.allSatisfy { $0.text.hasPrefix("{") && $0.text.contains(#""node":"alpha""#) })
    }

    @Test func `fails with 1 when a port is in use`() async throws {
        let mesh = try TemporaryMesh("alpha")
        defer { mesh.remove() }
        let first = try await RunningProgram("run", "alpha", "--config", mesh.path)
        try await first.line(containing: "chat on")

        let second = await (try RunningProgram("run", "alpha", "--config", mesh.path)).end()
        #expect(second.status == .exited(1))
        #expect(second.lines.map(\.output) == [.standardError])
        #expect(second.lines.last?.text == "alpha: bind \(mesh.http[0]): Address already in use")

        first.process.send(.terminate)
        #expect(await first.end().status == .exited(0))
    }

    @Test func `takes messages, and shows them`() async throws {
        let mesh = try TemporaryMesh("alpha")
        defer { mesh.remove() }
        let program = try await RunningProgram("run", "alpha", "--config", mesh.path)
        try await program.line(containing: "chat on")

        let tail = try await RunningProgram("tail", "tea room", "--config", mesh.path)
        let status = "http://\(mesh.http[0])/status"
        while !(try await HTTPClient().get(status).text.contains("tea room")) {}
        let post = try await RunningProgram("post", "tea room", "hello", "--url", mesh.http[0]).end()
        #expect(post.status == .exited(0))
        #expect(post.lines.first?.text.hasPrefix("alpha@") == true)
        #expect(try await tail.line(containing: "hello") == "hello")

        let report = try await RunningProgram("status", mesh.http[0]).end()
        #expect(report.status == .exited(0))
        #expect(report.lines.contains { $0.text.contains("tea room") })

        program.process.send(.terminate)
        #expect(await program.end().status == .exited(0))
        let end = await tail.end()
        #expect(end.status == .exited(1))
        #expect(end.lines.map(\.text) == ["mesh: The node is stopping"])
    }

    @Test(arguments: [
        (["run"], "mesh run: NODE is missing (see mesh run --help)"),
        (["run", "alpha", "--data", "x"], "mesh run: there is no option --data (see mesh run --help)"),
        (["fly"], "mesh: there is no subcommand \"fly\" (see mesh --help)"),
        (["check", "--config", "/nowhere/mesh.json"], "/nowhere/mesh.json: there is no such file"),
    ])
    func `refuses with 2, in one line on standard error`(arguments: [String], line: String) async throws {
        let program = try await RunningProgram(arguments)
        let end = await program.end()
        #expect(end.status == .exited(2))
        #expect(end.lines == [.init(output: .standardError, text: line)])
    }

    @Test(arguments: [["--help"], ["--version"], ["run", "--help"], ["up", "-h"]])
    func `helps on standard output, with 0`(arguments: [String]) async throws {
        let end = await (try RunningProgram(arguments)).end()
        #expect(end.status == .exited(0))
        #expect(!end.lines.isEmpty)
        #expect(end.lines.allSatisfy { $0.output == .standardOutput })
    }
}
