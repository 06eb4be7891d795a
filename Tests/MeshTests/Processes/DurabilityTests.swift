import BroadcastMesh
import FoundationEssentials
import MeshClient
import Reactor
import Synchronization
import Testing
import WebSocket

@Suite("A mesh with data directories", .timeLimit(.minutes(10))) struct DurabilityTests {
    /// How often the node is killed; set `MESH_KILL_ROUNDS` for more.
    static let rounds = ProcessInfo.processInfo.environment["MESH_KILL_ROUNDS"].flatMap { Int($0) } ?? 3

    @Test(arguments: FsyncPolicy.allCases)
    func `loses nothing that was echoed or answered, killed again and again`(fsync: FsyncPolicy) async throws {
        try await withMesh(.line(2), arguments: ["--fsync", fsync.rawValue], keepsData: true) { mesh in
            let node = mesh["node-0"]
            for round in 0..<Self.rounds {
                let path = "/channels/round-\(round)"
                let echoes = try await Listener(node, path)
                let url = await node.url("http", path)
                let answered = Mutex<Set<String>>([])
                let sender = Task {
                    for number in 0..<9_000 {
                        try await echoes.client.send(text: "sent \(number)")
                        // Busy, but not so that a debug build spends its time with what is kept for later.
                        try await eventually("the echoes come") { echoes.count > number - 500 }
                    }
                }
                let poster = Task {
                    for number in 0..<900 {
                        let text = "posted \(number)"
                        let answer = try await HTTPClient(timeout: 240).post(
                            url,
                            body: Array(text.utf8),
                            contentType: "text/plain"
                        )
                        if answer.status == 202 { _ = answered.withLock { $0.insert(text) } }
                    }
                }
                try await eventually("the load flows") {
                    echoes.count > 200 && answered.withLock { $0.count > 5 }
                }
                let moment = min(echoes.count + Int.random(in: 0...2000), 9_000)
                try await eventually("a random moment has come") { echoes.count >= moment }

                try await node.crash()
                sender.cancel()
                _ = await (sender.result, poster.result)
                _ = try await echoes.end()
                try await node.start()

                let history = try await Listener(node, "\(path)?history=10000")
                let held = try #require(try await mesh.status(of: node).channel("relay", "round-\(round)"))
                try await eventually("the history is here") { history.count >= held.messages }
                let texts = history.texts
                let counts = Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
                #expect(counts.values.allSatisfy { $0 == 1 })
                let wanted = Set(echoes.texts).union(answered.withLock { $0 })
                #expect(wanted.isSubset(of: counts.keys))
            }
            try await eventually("both nodes hold the same") {
                var transcripts: [[String]] = []
                for node in mesh.nodes {
                    let channels = try await mesh.status(of: node).channels.sorted { $0.name < $1.name }
                    transcripts.append(channels.map { "\($0.name) \($0.messages) \($0.transcript)" })
                }
                return transcripts[0] == transcripts[1] && transcripts[0].count >= Self.rounds
            }
        }
    }

    @Test func `refuses a directory that another process uses`() async throws {
        try await withMesh(.single, keepsData: true) { mesh in
            let data = mesh.data(of: "node-0").path()
            let run = try await MeshProgram.run(["run", "node-0", "--config", mesh.configuration, "--data", data])
            #expect(run.status == .exited(1))
            #expect(run.standardError == ["node-0: another process uses the data directory \(data)"])
        }
    }

    @Test func `refuses a directory that cannot be one`() async throws {
        try await withMesh(.single, isStarted: false) { mesh in
            let data = mesh.configuration
            let run = try await MeshProgram.run(["run", "node-0", "--config", mesh.configuration, "--data", data])
            #expect(run.status == .exited(1))
            let cure = "that is a file, not a folder; name a folder, which is made if need be"
            #expect(run.standardError == ["mesh: --data \(data): \(cure)"])
        }
    }

    @Test func `tells also those why it stops who wait for an acknowledgement`() async throws {
        try await withMesh(.single, keepsData: true, isStarted: false) { mesh in
            let lines = PrintedLines()
            // A file that may not grow beyond 64 KiB is as good as a full disk.
            let script = "ulimit -f 128; exec \"$0\" \"$@\""
            let child = try await ChildProcess.start(
                "/bin/sh",
                arguments: ["-c", script, MeshProgram.path]
                    + ["run", "node-0", "--config", mesh.configuration, "--data", mesh.data(of: "node-0").path()]
            ) { lines.add($0, $1) }
            try await eventually("it is ready") { !lines.standardOutput.isEmpty }
            let line = try #require(lines.standardOutput.first)
            let address = line.components(separatedBy: "http://").last?.prefix { $0 != "/" } ?? ""
            let client = try await WebSocketClient.connect(
                to: "ws://\(address)/start_web_socket?username=ana",
                timeout: 240
            )
            let text = String(repeating: "x", count: 1000)
            do {
                for number in 0..<1000 {
                    try await client.send(text: #"{"event":"send-message","message":"\#(text)","key":"\#(number)"}"#)
                }
            } catch {
                // It is closed meanwhile.
            }
            for try await _ in client.messages {}
            #expect(await client.end.code == 1011)
            #expect(await child.exitStatus == .exited(1))
        }
    }

    @Test func `stops when it cannot write, and keeps all that it echoed`() async throws {
        try await withMesh(.single, keepsData: true, isStarted: false) { mesh in
            let data = mesh.data(of: "node-0").path()
            let lines = PrintedLines()
            // A file that may not grow beyond 64 KiB is as good as a full disk.
            let script = "ulimit -f 128; exec \"$0\" \"$@\""
            let child = try await ChildProcess.start(
                "/bin/sh",
                arguments: ["-c", script, MeshProgram.path]
                    + ["run", "node-0", "--config", mesh.configuration, "--data", data]
            ) { lines.add($0, $1) }
            try await eventually("it is ready") { !lines.standardOutput.isEmpty }
            let line = try #require(lines.standardOutput.first)
            let address = line.components(separatedBy: "http://").last?.prefix { $0 != "/" } ?? ""
            let client = try await WebSocketClient.connect(to: "ws://\(address)/channels/tea", timeout: 240)
            let payload = String(repeating: "x", count: 1000)
            var echoed: [String] = []
            var messages = client.messages.makeAsyncIterator()
            do {
                while echoed.count < 1000 {
                    try await client.send(text: "\(echoed.count) \(payload)")
                    guard case .text(let text)? = try await messages.next() else { break }
                    echoed.append(text)
                }
            } catch {
                // How it ended is asked below.
            }

            #expect(await client.end.code == 1011)
            #expect(await child.exitStatus == .exited(1))
            let complaint = try #require(lines.standardError.last)
            #expect(complaint.hasPrefix("node-0: write \(data)/00000001.segment: "), "\(complaint)")
            #expect((10..<100).contains(echoed.count))

            try await mesh["node-0"].start()
            let history = try await Listener(mesh["node-0"], "/channels/tea?history=10000")
            try await eventually("all that was echoed is here") { history.texts.count >= echoed.count }
            #expect(history.texts == echoed)
        }
    }
}
