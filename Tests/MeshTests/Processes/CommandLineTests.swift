import Reactor
import Testing

@testable import Mesh

@Suite("The mesh program", .timeLimit(.minutes(10))) struct CommandLineTests {
    @Test(arguments: [
        ([], "mesh: wanted one of \(Subcommand.all.map(\.syntax.name).joined(separator: ", ")) (see mesh --help)"),
        (["fly"], "mesh: there is no subcommand \"fly\" (see mesh --help)"),
        (["help", "run", "up"], "mesh: \"up\" is one argument too many (see mesh --help)"),
        (["--version", "x"], "mesh: \"x\" is one argument too many (see mesh --help)"),
        (["--versoin"], "mesh: there is no subcommand \"--versoin\"; did you mean \"--version\"? (see mesh --help)"),
        (["--json", "status"], "mesh: --json is no subcommand; options follow one (see mesh --help)"),
        (["run"], "mesh run: NODE is missing (see mesh run --help)"),
        (["run", "alpha", "--log", "xml"], "mesh run: --log is one of text, json, not \"xml\" (see mesh run --help)"),
        (
            ["chat", "--as", "ana", "--url", "ftp://a"],
            "mesh chat: \"ftp://a\" is no URL of a node, such as http://127.0.0.1:8081 (see mesh chat --help)"
        ),
        (["check", "--config", "/nowhere/mesh.json"], "/nowhere/mesh.json: there is no such file"),
        (["check", "--config", ""], "mesh check: --config wants a FILE (see mesh check --help)"),
        (["run", ""], "mesh run: NODE is empty (see mesh run --help)"),
        (
            ["simulate", "--scenario", "/nowhere"],
            "mesh simulate: --scenario /nowhere: there is no such file (see mesh simulate --help)"
        ),
        (
            ["tail", String(repeating: "x", count: 257)],
            "mesh tail: a channel's name has 256 bytes at most, not 257 (see mesh tail --help)"
        ),
    ])
    func `refuses with 2, in one line on standard error`(arguments: [String], line: String) async throws {
        let run = try await MeshProgram.run(arguments)
        #expect(run.status == .exited(2))
        #expect(run.standardError == [line])
        #expect(run.standardOutput == [])
    }

    @Test(arguments: [["--help"], ["--version"], ["run", "--help"], ["up", "-h"], ["help"], ["help", "run"]])
    func `helps on standard output, with 0`(arguments: [String]) async throws {
        let run = try await MeshProgram.run(arguments)
        #expect(run.status == .exited(0))
        #expect(!run.standardOutput.isEmpty)
        #expect(run.standardError == [])
    }

    @Test func `helps with a subcommand in either order`() async throws {
        let help = try await MeshProgram.run(["help", "run"]).standardOutput
        #expect(help == (try await MeshProgram.run(["run", "--help"]).standardOutput))
        let run = try await MeshProgram.run(["help", "fly"])
        #expect(run.standardError == ["mesh: there is no subcommand \"fly\" (see mesh --help)"])
    }

    @Test(arguments: ["run alpha", "up", "status"])
    func `fails with 1 where too few files may be open`(arguments: String) async throws {
        let run = try await MeshProgram.run(shell: "ulimit -n 12; mesh \(arguments)", [])
        #expect(run.status == .exited(1))
        #expect(run.standardError == ["mesh: only 12 files may be open at once here; raise that to 16 (ulimit -n)"])
    }

    @Test func `writes a configuration that it takes, and keys that are never the same`() async throws {
        let check = try await MeshProgram.run(shell: "mesh init alpha bravo | mesh check --config /dev/stdin", [])
        #expect(check.status == .exited(0))
        #expect(check.standardOutput.contains { $0.contains("alpha --> bravo") })

        let keys = [try await MeshProgram.run(["key"]), try await MeshProgram.run(["key"])].flatMap(\.standardOutput)
        #expect(keys.count == 2 && keys[0] != keys[1])
        #expect(keys.allSatisfy { $0.utf8.count == 64 })
    }

    @Test func `fails with 1 when nobody listens at the address`() async throws {
        let run = try await MeshProgram.run(["status", "127.0.0.1:\(FreePorts.next())"])
        #expect(run.status == .exited(1))
        #expect(run.standardError.count == 1)
        #expect(run.standardError.first?.hasSuffix("Connection refused: does a node run there?") == true)
    }

    @Test(arguments: [
        ("status", true), ("post tea hi", true), ("tail tea", true), ("chat --as ana", true), ("run alpha", false),
        ("check", false), ("up", false),
    ])
    func `says where a configuration comes from, and what does without one`(command: String, asksNode: Bool)
        async throws
    {
        let run = try await MeshProgram.run(
            shell: "unset MESH_URL MESH_CONFIG MESH_PARENT_PROCESS; cd /; mesh \(command)",
            []
        )
        #expect(run.status == .exited(2))
        let other = asksNode ? "name a node with --url, or in MESH_URL, or " : ""
        let cure = "\(other)write one: mesh init alpha bravo charlie > mesh.json"
        #expect(run.standardError == ["mesh.json: there is no such file; \(cure)"])
    }

    @Test(arguments: [
        ("alpha", "zzz", "; the nodes are alpha"),
        ("alpha bravo", "alpah", "; did you mean \"alpha\"? The nodes are alpha, bravo"),
        (
            (1...14).map { "n\($0)" }.joined(separator: " "), "other",
            "; the nodes are n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12 and 2 more (mesh check lists them)"
        ),
    ])
    func `lists the nodes of the file where it has none of that name`(
        nodes: String,
        name: String,
        list: String
    ) async throws {
        let shell = "unset MESH_PARENT_PROCESS; mesh init \(nodes) | mesh run \(name) --config /dev/stdin"
        let run = try await MeshProgram.run(shell: shell, [])
        #expect(run.status == .exited(2))
        #expect(run.standardError == ["/dev/stdin: no node is named \"\(name)\"\(list)"])
    }

    @Test(arguments: [
        ("--record /", "--record /: that is a folder, not a file; name a file in it: --record /alpha.recording"),
        (
            "--record /usr",
            "--record /usr: that is a folder, not a file; name a file in it: --record /usr/alpha.recording"
        ),
        ("--record /nowhere/x", "--record /nowhere/x: there is no folder /nowhere; make it: mkdir -p /nowhere"),
        ("--record /bin/sh/x", "--record /bin/sh/x: one of the folders that it names is a file; name another place"),
        ("--data /bin/sh", "--data /bin/sh: that is a file, not a folder; name a folder, which is made if need be"),
        ("--data /bin/sh/x", "--data /bin/sh/x: one of the folders that it names is a file; name another place"),
    ])
    func `says what can be written where, before a node starts`(options: String, line: String) async throws {
        let shell = "unset MESH_PARENT_PROCESS; mesh init alpha | mesh run alpha --config /dev/stdin \(options)"
        let run = try await MeshProgram.run(shell: shell, [])
        #expect(run.status == .exited(1))
        #expect(run.standardError == ["mesh: \(line)"])
    }

    @Test(arguments: [
        (["post", "tea", "--file", "/nowhere"], "mesh: --file /nowhere: there is no such file"),
        (["post", "tea", "--file", "/"], "mesh: --file /: that is a folder, not a file"),
        (["status", "--cacert", "/nowhere"], "mesh: --cacert /nowhere: there is no such file"),
        (["tail", "tea", "--cacert", "/"], "mesh: --cacert /: that is a folder, not a file"),
        (["bench", "--compare", "/nowhere"], "mesh: --compare /nowhere: there is no such file"),
    ])
    func `names the option and the file that cannot be read`(arguments: [String], line: String) async throws {
        let url = arguments.first == "bench" ? [] : ["--url", "127.0.0.1:1"]
        let run = try await MeshProgram.run(arguments + url)
        #expect(run.status == .exited(1))
        #expect(run.standardError == [line])
    }

    @Test(arguments: ["status", "post tea hi", "tail tea", "chat --as ana"])
    func `names the place, and what may help, where no node listens but its neighbour's gossip`(
        command: String
    ) async throws {
        let file = MeshFile.line(2)
        try await withMesh(file) { _ in
            let place = "http://127.0.0.1:\(file.gossipPort(of: "node-0"))"
            let run = try await MeshProgram.run(command.split(separator: " ").map(String.init) + ["--url", place])
            #expect(run.status == .exited(1))
            #expect(run.standardError.first?.hasPrefix("mesh: \(place)") == true)
            let cure = ": is that the HTTP address of a node, not its gossip address?"
            #expect(run.standardError.first?.hasSuffix(cure) == true)
        }
    }

    @Test func `posts what another tails, and shows the channel`() async throws {
        try await withMesh(.line(2)) { mesh in
            let (here, there) = (await mesh["node-0"].address, await mesh["node-1"].address)
            let tail = try await RunningProgram(["tail", "tea room", "--url", there])
            try await eventually("it is attached") {
                try await mesh.status(of: mesh["node-1"]).channel("relay", "tea room")?.clients == 1
            }

            let post = try await MeshProgram.run(["post", "tea room", "two sugars", "--url", "http://\(here)/"])
            #expect(post.status == .exited(0))
            #expect(post.standardOutput.first?.hasPrefix("node-0@") == true)
            try await tail.waitForOutput(containing: "two sugars")

            let object = try await MeshProgram.run(["status", here, "--json"])
            #expect(object.standardOutput.count == 1, "an object is one line: \(object.standardOutput)")

            let report = try await MeshProgram.run(["status", here])
            #expect(report.status == .exited(0))
            #expect(report.standardOutput.contains { $0.contains("tea room") })

            #expect(try await mesh["node-1"].terminate() == .exited(0))
            _ = try await MeshProgram.run(["post", "tea room", "no\nmilk", "--url", here])
            try await tail.waitForOutput(containing: "milk")
            #expect(tail.lines.standardOutput == ["two sugars", #"no\nmilk"#])
            #expect(tail.lines.standardError.last == "mesh: goes on at http://\(here)")
            #expect(try await tail.end(by: .interrupt) == .signalled(.interrupt))
        }
    }

    @Test func `tails on when its node was killed, each message once and in order`() async throws {
        // Of any free port the next run would have another.
        var file = MeshFile.single
        file.nodes[0].http = "127.0.0.1:\(FreePorts.next())"
        try await withMesh(file, keepsData: true) { mesh in
            let node = mesh["node-0"]
            let url = await node.address
            func post(_ texts: ClosedRange<Int>) async throws {
                for text in texts {
                    // The same text again and again is as many messages.
                    let run = try await MeshProgram.run(["post", "tea", "\(text / 2)", "--url", url])
                    #expect(run.status == .exited(0))
                }
            }
            try await post(0...3)
            let tail = try await RunningProgram(["tail", "tea", "--url", url, "--history", "3"])
            try await tail.waitForOutput(containing: "1")
            try await post(4...5)
            try await tail.waitForOutput(containing: "2")
            try await node.crash()
            try await node.start()
            try await post(6...9)
            try await tail.waitForOutput(containing: "4")
            try await eventually("the last came too") { tail.lines.standardOutput.count >= 9 }
            #expect(tail.lines.standardOutput == [1, 2, 3, 4, 5, 6, 7, 8, 9].map { "\($0 / 2)" })
            #expect(try await tail.end(by: .interrupt) == .signalled(.interrupt))
        }
    }

    @Test func `fails with 1 to tail where nobody listens`() async throws {
        let url = "127.0.0.1:\(FreePorts.next())"
        let run = try await MeshProgram.run(["tail", "tea", "--url", url])
        #expect(run.status == .exited(1))
        #expect(run.standardError == ["mesh: no node answers: http://\(url)"])
    }

    @Test func `fails with 1 when a post is refused`() async throws {
        var file = MeshFile.single
        file.limits = .init(messageBytes: 3)
        try await withMesh(file) { mesh in
            let url = await mesh["node-0"].address
            let run = try await MeshProgram.run(["post", "tea", "four", "--url", url])
            #expect(run.status == .exited(1))
            #expect(run.standardOutput == [])
            #expect(run.standardError.first?.hasPrefix("mesh: the message was refused with 413: ") == true)
        }
    }

    @Test func `takes part in a chat until its input ends`() async throws {
        try await withMesh(.single) { mesh in
            let node = mesh["node-0"]
            let ana = try await ChatClient("ana", at: node)
            let run = try await MeshProgram.run(["chat", "--as", "ben", "--url", node.address])
            #expect(run.status == .exited(0))
            try await eventually("he has left") { ana.usernames == ["ana"] }
        }
    }
}
