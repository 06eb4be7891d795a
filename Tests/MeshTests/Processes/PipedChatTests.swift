import FoundationEssentials
import Reactor
import Testing

@Suite("mesh chat in a pipe", .timeLimit(.minutes(10))) struct PipedChatTests {
    @Test func `says each line, and ends with 0 when the node has them all`() async throws {
        try await withMesh(.single) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"])
            let line = "printf 'one\\ntwo' | mesh chat --as ben --url $1"
            let run = try await MeshProgram.run(shell: line, [await mesh["node-0"].address])
            #expect(run.status == .exited(0))
            #expect(run.standardError == [])
            try await eventually("she reads both") { ana.conversation == ["ben: one", "ben: two"] }
        }
    }

    @Test func `says that a name is taken, with 1`() async throws {
        try await withMesh(.single) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"])
            try await eventually("she is there") { ana.usernames == ["ana"] }
            let run = try await MeshProgram.run(["chat", "--as", "ana", "--url", await mesh["node-0"].address])
            #expect(run.status == .exited(1))
            #expect(run.standardError == ["mesh: Username ana is already taken"])
        }
    }

    @Test func `names the message that was too large, sends the others, and ends with 1`() async throws {
        var file = MeshFile.single
        file.limits = .init(messageBytes: 200)
        try await withMesh(file) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"])
            let line = "printf 'one\\n%0300d\\ntwo\\n' 7 | mesh chat --as ben --url $1"
            let run = try await MeshProgram.run(shell: line, [await mesh["node-0"].address])
            #expect(run.status == .exited(1))
            #expect(run.standardError.count == 1)
            let error = run.standardError.first
            #expect(error?.hasPrefix("mesh: not sent: too long, ") == true)
            #expect(error?.contains("A message carries at most 200 bytes") == true)
            #expect(!run.standardOutput.contains { $0.contains("is gone") || $0.contains("goes on") })
            try await eventually("she reads the others, once") { ana.conversation == ["ben: one", "ben: two"] }
        }
    }

    @Test(arguments: ["chat --as ben", "post tea -"])
    func `names the line that is no text, and changes nothing in silence`(command: String) async throws {
        try await withMesh(.single) { mesh in
            let line = "printf 'one\\n\\377\\n' | mesh \(command) --url $1"
            let run = try await MeshProgram.run(shell: line, [await mesh["node-0"].address])
            #expect(run.status == .exited(1))
            #expect(run.standardError == ["mesh: line 2 of standard input is not UTF-8"])
        }
    }

    @Test func `names the line of which a post was refused`() async throws {
        var file = MeshFile.single
        file.limits = .init(messageBytes: 3)
        try await withMesh(file) { mesh in
            let line = "printf 'one\\nfour\\n' | mesh post tea - --url $1"
            let run = try await MeshProgram.run(shell: line, [await mesh["node-0"].address])
            #expect(run.status == .exited(1))
            #expect(run.standardOutput.count == 1)
            #expect(run.standardError.first?.hasPrefix("mesh: line 2 of standard input was refused with 413: ") == true)
        }
    }

    @Test func `goes on at another node when its own is gone, and loses and doubles nothing`() async throws {
        try await withMesh(.line(2)) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-1"])
            // The input stays open until the file is there.
            let gone = "\(mesh.configuration).gone"
            let line = "(echo one; while ! [ -e $2 ]; do sleep 0.1; done; echo two) | mesh chat --as ben --url $1"
            let address = await mesh["node-0"].address
            async let chat = MeshProgram.run(shell: line, [address, gone])
            try await eventually("she reads the first") { ana.conversation == ["ben: one"] }

            try await mesh["node-0"].crash()
            try "".write(toFile: gone, atomically: false, encoding: .utf8)

            let run = try await chat
            #expect(run.status == .exited(0))
            #expect(run.standardOutput.contains("* node-0 is gone; goes on at node-1"))
            #expect(run.standardOutput.filter { $0 == "ben: one" }.count <= 1)
            try await eventually("she reads the second") { ana.conversation == ["ben: one", "ben: two"] }
        }
    }

    @Test(arguments: ["status $1", "check --config $2", "--help"])
    func `fails with 1 when what it prints goes nowhere, and is quiet when nobody reads`(command: String) async throws {
        try await withMesh(.single) { mesh in
            let arguments = [await mesh["node-0"].address, mesh.configuration]
            let full = try await MeshProgram.run(shell: "mesh \(command) > /dev/full", arguments)
            #expect(full.status == .exited(1))
            #expect(full.standardError == ["mesh: standard output: write: No space left on device"])

            let closed = try await MeshProgram.run(shell: "mesh \(command) | true", arguments)
            #expect(closed.status == .exited(0))
            #expect(closed.standardError == [])
        }
    }

    @Test(arguments: [
        ("tail tea --url $1", "true"), ("status --watch 127.0.0.1:$3", "true"),
        // Its first line tells who is there, and then it has nothing to say.
        ("chat --as ben --url $1 <> $2", "head -1"),
    ])
    func `ends with 0 when nobody reads what it prints, and not with the next line`(
        command: String,
        reader: String
    ) async throws {
        try await withMesh(.single) { mesh in
            let arguments = [await mesh["node-0"].address, "\(mesh.configuration).pipe", "\(FreePorts.next())"]
            let line = "mkfifo $2; (mesh \(command); echo $? >&2) | \(reader)"
            let run = try await MeshProgram.run(shell: line, arguments)
            #expect(run.standardError.last == "0")
        }
    }

    @Test(arguments: ["status $1", "check --config $2", "key", "post tea hi --url $1"])
    func `fails with 1 when what it prints goes to a closed file`(command: String) async throws {
        try await withMesh(.single) { mesh in
            let arguments = [await mesh["node-0"].address, mesh.configuration]
            let run = try await MeshProgram.run(shell: "mesh \(command) >&-", arguments)
            #expect(run.status == .exited(1))
            #expect(run.standardError == ["mesh: standard output: write: Bad file descriptor"])
        }
    }

    @Test func `fails with 1 when what it is to read is a closed file`() async throws {
        try await withMesh(.single) { mesh in
            let arguments = [await mesh["node-0"].address]
            let run = try await MeshProgram.run(shell: "mesh post tea - --url $1 <&-", arguments)
            #expect(run.status == .exited(1))
            #expect(run.standardError == ["mesh: standard input: read: Bad file descriptor"])
        }
    }

    @Test(arguments: [
        (#"mesh post tea "$(printf '\377')" --url $1"#, "argument 3, \"\u{FFFD}\", is not UTF-8"),
        (#"mesh post "$(printf 'caf\351')" hi --url $1"#, "argument 2, \"caf\u{FFFD}\", is not UTF-8"),
        (
            #"MESH_KEY="$(printf '0123456789abcdef\377')"; export MESH_KEY; mesh check"#,
            "MESH_KEY in the environment is not UTF-8"
        ),
    ])
    func `is refused where its words are no text, rather than repaired`(line: String, problem: String) async throws {
        let run = try await MeshProgram.run(shell: line, ["http://127.0.0.1:1"])
        #expect(run.status == .exited(2))
        #expect(run.standardError == ["mesh: \(problem) (see mesh --help)"])
    }
}
