import FoundationEssentials
import MeshClient
import Reactor
import Testing

@testable import Mesh

@Suite("mesh run", .timeLimit(.minutes(10))) struct RunTests {
    @Test func `says where it serves in one line, and nothing else on standard output`() async throws {
        let file = MeshFile.single
        try await withMesh(file) { mesh in
            let node = mesh["node-0"]
            let address = await node.address
            let status = try await node.terminate()
            #expect(status == .exited(0))
            #expect(
                node.lines.standardOutput == ["node-0: chat on http://\(address)/ , gossip on \(file.nodes[0].gossip)"]
            )
            #expect(node.lines.standardError.allSatisfy { $0.hasPrefix("node-0: ") })
        }
    }

    @Test func `logs as JSON when it is told to`() async throws {
        try await withMesh(.single, arguments: ["--log=json", "--log-level", "debug"]) { mesh in
            let node = mesh["node-0"]
            let status = try await node.terminate()
            #expect(status == .exited(0))
            #expect(!node.lines.standardError.isEmpty)
            for line in node.lines.standardError {
                let members = try JSONDecoder().decode([String: LogMember].self, from: Data(line.utf8))
                #expect(members["node"] == LogMember(text: "node-0"))
            }
        }
    }

    @Test(arguments: [false, true])
    func `stops when the terminal goes, unless nohup started it`(isImmortal: Bool) async throws {
        try await withMesh(.single, isStarted: false) { mesh in
            let terminal = try await OwnTerminal(
                ["run", "node-0", "--config", mesh.configuration],
                ignoresHangUp: isImmortal,
                in: mesh.folder
            )
            try await eventually("it serves") { terminal.text.contains("chat on") }
            terminal.close()
            if isImmortal {
                try await eventually("it reads its configuration again: \(terminal.text)") {
                    terminal.text.contains("configuration read again changes=nothing")
                }
                #expect(try await MeshProgram.run(shell: "kill $1", [terminal.number]).status == .exited(0))
            }
            try await eventually("it stops: \(terminal.text)") { terminal.text.contains(" stopped") }
        }
    }

    @Test func `serves and ends though nobody reads what it prints`() async throws {
        let file = MeshFile.single.withBrowserPorts
        try await withMesh(file, isStarted: false) { mesh in
            let fill = "mkfifo full; exec 3<>full; dd if=/dev/zero bs=4096 oflag=nonblock >&3 2>/dev/null"
            let line = "cd \"$1\"; \(fill); exec \"$0\" run node-0 --config \"$2\" >&3"
            let process = try await ChildProcess.start(
                "/bin/sh",
                arguments: ["-c", line, MeshProgram.path, mesh.folder.path(), mesh.configuration]
            ) { _, _ in }
            try await eventually("it serves") {
                try await MeshProgram.run(["status", "--url", "http://\(file.nodes[0].http)"]).status == .exited(0)
            }

            process.send(.terminate)

            let status = try await withDeadline("it ends") {
                await process.exitStatus
            } onTimeout: {
                process.send(.kill)
            }
            #expect(status == .exited(0))
        }
    }

    @Test func `loses no signal that came before it listens`() async throws {
        try await withMesh(.single, isStarted: false) { mesh in
            let lines = PrintedLines()
            let process = try await ChildProcess.start(
                MeshProgram.path,
                arguments: ["run", "node-0", "--config", mesh.configuration],
                holding: [.hangUp, .terminate]
            ) { lines.add($0, $1) }
            process.send(.hangUp)
            try await eventually("it reads its configuration again") {
                lines.standardError.contains { $0.contains("configuration read again changes=nothing") }
            }
            process.send(.terminate)
            #expect(await process.exitStatus == .exited(0))

            let early = try await ChildProcess.start(
                MeshProgram.path,
                arguments: ["run", "node-0", "--config", mesh.configuration],
                holding: [.hangUp, .terminate]
            ) { _, _ in }
            early.send(.terminate)
            #expect(await early.exitStatus == .exited(0))
        }
    }

    @Test(arguments: ["run", "up"])
    func `ends when it is asked to, while it reads a file that hangs`(subcommand: String) async throws {
        try await withMesh(.single, isStarted: false) { mesh in
            let words = [subcommand] + (subcommand == "run" ? ["node-0"] : []) + ["--config", mesh.configuration]
            let program = try await RunningProgram(words)
            try await program.waitForOutput(containing: "chat on")
            // To open a FIFO for reading waits for a writer, who never comes.
            let made = try await MeshProgram.run(shell: "rm \"$1\" && mkfifo \"$1\"", [mesh.configuration])
            #expect(made.status == .exited(0))
            for _ in 0..<3 { program.process.send(.hangUp) }
            let begin = ContinuousClock.now
            #expect(try await program.end(by: .terminate) == .exited(0))
            #expect(ContinuousClock.now - begin < .seconds(promised))
        }
    }

    @Test func `takes over what the file says by now, and drops nobody for it`() async throws {
        var file = MeshFile.line(2)
        try await withMesh(file) { mesh in
            let node = mesh["node-0"]
            let client = try await Listener(node, "/channels/tea")
            file.limits = .init(messageBytes: 10)
            file.retention = .init(messages: 5)
            try file.write(over: mesh.configuration)
            await node.send(.hangUp)
            try await eventually("it tells what changes") {
                node.lines.standardError.contains {
                    $0.contains("configuration read again")
                        && $0.contains("limits.message_bytes 1048576 → 10, retention.messages 10000 → 5")
                }
            }

            try Data("{ \"nodes\": [] }".utf8).write(to: URL(filePath: mesh.configuration))
            await node.send(.hangUp)
            try await eventually("it tells what is wrong") {
                node.lines.standardError.contains {
                    $0.contains("nothing changes") && $0.contains("nodes: a mesh needs at least one node")
                }
            }

            try await client.client.send(text: "short")
            try await eventually("it hears itself") { client.texts == ["short"] }
            try await eventually("its link is up") {
                try await mesh.status(of: node).links.map(\.state) == ["up"]
            }
            try await client.client.send(text: "too long for ten bytes")
            #expect(try await client.end().code == 1009)
        }
    }
}

/// A value in a line of the log: text, or a number that does not matter here.
private struct LogMember: Decodable, Equatable {
    var text: String?

    init(text: String?) {
        self.text = text
    }

    init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
    }
}
