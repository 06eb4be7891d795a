import BroadcastMesh
import FoundationEssentials
import MeshClient
import Reactor
import Testing

@testable import Mesh

@Suite("mesh up, as a program", .timeLimit(.minutes(10))) struct UpTests {
    @Test func `starts every node, and stops all of them with 0`() async throws {
        let file = MeshFile.line(3)
        try await withMesh(file, isStarted: false) { mesh in
            let program = try await start(mesh)
            let addresses = addresses(in: program)
            #expect(addresses.count == 3)
            for address in addresses {
                #expect(try await HTTPClient(timeout: 240).get("\(address)health").status == 200)
            }

            #expect(try await program.end(by: .terminate) == .exited(0))
            let lines = program.lines.standardOutput + program.lines.standardError
            #expect(lines.allSatisfy { line in file.names.contains { line.hasPrefix("\($0): ") } })
            for address in addresses { #expect(await isDeserted(address)) }
        }
    }

    @Test func `starts every node of a file that comes out of a pipe`() async throws {
        try await withMesh(.line(2), isStarted: false) { mesh in
            let text = try String(contentsOfFile: mesh.configuration, encoding: .utf8)
            let program = try await RunningProgram(
                shell: "exec \"$0\" up --config /dev/fd/3 3<<EOF\n$1\nEOF\n",
                [text]
            )
            try await eventually("all nodes serve") { addresses(in: program).count == 2 }
            #expect(try await program.end(by: .terminate) == .exited(0))
        }
    }

    @Test func `has each node read the file again`() async throws {
        var file = MeshFile.line(3)
        try await withMesh(file, isStarted: false) { mesh in
            let program = try await start(mesh)
            file.retention = .init(seconds: 60)
            try file.write(over: mesh.configuration)
            program.process.send(.hangUp)
            try await eventually("all nodes take it over") {
                let news = program.lines.standardError.filter { $0.contains("retention.seconds 86400 → 60") }
                return file.names.allSatisfy { name in news.contains { $0.hasPrefix("\(name): ") } }
            }
            #expect(try await program.end(by: .terminate) == .exited(0))
        }
    }

    @Test func `loses no node to signals that come while they start`() async throws {
        try await withMesh(.line(3), isStarted: false) { mesh in
            let words = ["up", "--config", mesh.configuration]
            let program = try await RunningProgram(words, holding: [.hangUp])
            try await eventually("all nodes serve") {
                program.process.send(.hangUp)
                return addresses(in: program).count == 3
            }
            program.process.send(.hangUp)
            #expect(try await program.end(by: .terminate) == .exited(0))
            #expect(program.lines.standardError.allSatisfy { !$0.contains(": was killed by signal ") })

            let early = try await RunningProgram(words, holding: [.terminate])
            #expect(try await early.end(by: .terminate) == .exited(0))
            #expect(early.lines.standardError.allSatisfy { !$0.contains(": was killed by signal ") })
        }
    }

    @Test func `starts nodes that come into the file, stops those that leave it, and lets the others be`() async throws
    {
        let file = MeshFile.line(2).withBrowserPorts
        try await withMesh(file, isStarted: false) { mesh in
            let program = try await start(mesh)
            let before = try await status(file.nodes[0].http).nodes.first { $0.name == "node-0" }?.epoch

            var larger = file
            larger.nodes.append(
                .init(name: "late", http: "127.0.0.1:\(FreePorts.next())", peers: [.init(name: "node-0")])
            )
            try larger.write(over: mesh.configuration)
            program.process.send(.hangUp)
            try await eventually("the new node is one of the mesh") {
                try await status(file.nodes[0].http).nodes.map(\.name).sorted() == ["late", "node-0", "node-1"]
            }
            try await eventually("its address is printed") { addresses(in: program).count == 3 }

            var smaller = larger
            smaller.nodes.remove(at: 1)
            smaller.nodes[0].peers = []
            try smaller.write(over: mesh.configuration)
            program.process.send(.hangUp)
            try await eventually("the old node is gone") {
                program.lines.standardError.contains("node-1: has stopped; the file has it no more")
            }
            #expect(await isDeserted("http://\(file.nodes[1].http)/"))
            try await eventually("the others stay") {
                try await status(file.nodes[0].http).nodes.map(\.name).sorted() == ["late", "node-0"]
            }
            #expect(try await status(file.nodes[0].http).nodes.first { $0.name == "node-0" }?.epoch == before)

            try "no configuration".write(toFile: mesh.configuration, atomically: true, encoding: .utf8)
            program.process.send(.hangUp)
            try await eventually("it says why it changes nothing") {
                program.lines.standardError.contains {
                    $0.hasPrefix("mesh: cannot read the configuration again; nothing changes: ")
                }
            }
            #expect(try await status(file.nodes[0].http).nodes.count == 2)
            #expect(try await program.end(by: .terminate) == .exited(0))
        }
    }

    @Test func `goes on when a node cannot start, and says so`() async throws {
        let file = MeshFile.line(3)
        let squatter = try LinuxNetwork().listen(on: .loopback(port: file.gossipPort(of: "node-1")))
        try await withMesh(file, isStarted: false) { mesh in
            let program = try await RunningProgram(["up", "--config", mesh.configuration])
            try await eventually("the others serve") { addresses(in: program).count == 2 }
            try await eventually("it says how the node ended") {
                program.lines.standardError.contains("node-1: ended with exit status 1")
            }
            let reason = "node-1: bind \(squatter.localAddress): Address already in use; the node may run already"
            #expect(program.lines.standardError.contains { $0.hasPrefix(reason) })
            #expect(try await program.end(by: .interrupt) == .exited(0))
        }
    }

    @Test func `ends all nodes when it is told to, though nobody reads what it prints`() async throws {
        let file = MeshFile.line(2).withBrowserPorts
        try await withMesh(file, isStarted: false) { mesh in
            // A pipe that is full from the start, and whose reader is this program itself.
            let program = try await RunningProgram(
                shell: """
                    mkfifo "$2" && exec 3<>"$2" || exit 9
                    dd if=/dev/zero of="$2" oflag=nonblock bs=4096 count=1000 2>/dev/null
                    exec "$0" up --config "$1" >&3 2>&3
                    """,
                [mesh.configuration, mesh.folder.appending(path: "unread").path()]
            )
            for node in file.nodes {
                try await eventually("\(node.name) serves") { await !isDeserted("http://\(node.http)/") }
            }
            #expect(try await program.end(by: .terminate) == .exited(0))
            for node in file.nodes { #expect(await isDeserted("http://\(node.http)/")) }
        }
    }

    @Test func `fails when it cannot tell where its nodes are, and takes them along`() async throws {
        try await withMesh(.line(2), isStarted: false) { mesh in
            let run = try await MeshProgram.run(shell: "mesh up --config $1 > /dev/full", [mesh.configuration])
            #expect(run.status == .exited(1))
            #expect(
                run.standardError.filter { !$0.hasPrefix("node-") } == [
                    "mesh: standard output: write: No space left on device"
                ]
            )
        }
    }

    @Test func `takes its nodes along when it is killed`() async throws {
        try await withMesh(.line(3), isStarted: false) { mesh in
            let program = try await start(mesh)
            #expect(try await program.end(by: .kill) == .signalled(.kill))
            for address in addresses(in: program) {
                try await eventually("nobody serves at \(address)") { await isDeserted(address) }
            }
        }
    }

    private func start(_ mesh: TestMesh) async throws -> RunningProgram {
        let program = try await RunningProgram(["up", "--config", mesh.configuration])
        try await eventually("all nodes serve") { addresses(in: program).count == mesh.nodes.count }
        return program
    }

    /// The addresses in the ready lines: `http://127.0.0.1:8081/`.
    private func addresses(in program: RunningProgram) -> [String] {
        program.lines.standardOutput.compactMap { line in
            line.split(separator: " ").first { $0.hasPrefix("http://") }.map(String.init)
        }
    }

    private func status(_ address: String) async throws -> StatusAnswer {
        let answer = try await HTTPClient(timeout: 240).get("http://\(address)/status")
        return try JSONDecoder().decode(StatusAnswer.self, from: Data(answer.body))
    }

    private func isDeserted(_ address: String) async -> Bool {
        (try? await HTTPClient(timeout: 240).get("\(address)health")) == nil
    }
}
