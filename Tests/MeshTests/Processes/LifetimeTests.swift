import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("The life of a node", .timeLimit(.minutes(10))) struct LifetimeTests {
    @Test(arguments: [Signal.terminate, .interrupt])
    func `ends with status 0 on a signal, after it closed its clients with 1001`(signal: Signal) async throws {
        try await withMesh(.line(2)) { mesh in
            let node = mesh["node-0"]
            let client = try await Listener(node, "/channels/tea")

            await node.send(signal)

            #expect(try await client.end().code == 1001)
            #expect(try await node.exitStatus() == .exited(0))
            try await eventually("the peer sees it go") {
                try await mesh.status(of: mesh["node-1"]).nodes.map(\.name) == ["node-1"]
            }
        }
    }

    @Test func `serves while it drains, and tells balancers to find another`() async throws {
        try await withMesh(.single, arguments: ["--drain", "30"]) { mesh in
            let node = mesh["node-0"]
            let client = try await Listener(node, "/channels/tea")
            await node.send(.terminate)
            let url = await node.url("http", "/health")
            try await eventually("it says so") { try await HTTPClient(timeout: 240).get(url).status == 503 }

            // Who comes all the same is served.
            let late = try await Listener(node, "/channels/tea")
            try await late.client.send(text: "still here")
            try await eventually("it is heard") { client.texts == ["still here"] }
            #expect(try await client.end().code == 1001)
            #expect(try await node.exitStatus() == .exited(0))
        }
    }

    @Test(arguments: ["http", "gossip"])
    func `ends with status 1 and the address when a port is in use`(port: String) async throws {
        let taken = try LinuxNetwork().listen(on: .loopback())
        var file = MeshFile.single
        if port == "http" {
            file.nodes[0].http = taken.localAddress.description
        } else {
            file.nodes[0].gossip = taken.localAddress.description
        }
        try await withMesh(file, isStarted: false) { mesh in
            let run = try await MeshProgram.run(["run", "node-0", "--config", mesh.configuration])

            #expect(run.status == .exited(1))
            let message = run.standardError.joined(separator: "\n")
            #expect(message.contains("\(taken.localAddress): Address already in use"), "\(message)")
        }
    }

    @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
    func `serves until it is stopped, whichever standard files are closed`(closed: String) async throws {
        var file = MeshFile.single
        file.nodes[0].http = "127.0.0.1:\(FreePorts.next())"
        try await withMesh(file, isStarted: false) { mesh in
            let child = try await ChildProcess.start(
                "/bin/sh",
                arguments: [
                    "-c", "exec \"$0\" \"$@\" \(closed)", MeshProgram.path, "run", "node-0", "--config",
                    mesh.configuration,
                ]
            ) { _, _ in }
            let url = "http://\(file.nodes[0].http)/health"
            try await eventually("it serves", seconds: promised) {
                (try? await HTTPClient(timeout: 240).get(url).status) == 200
            }

            #expect(!child.hasEnded)
            child.send(.terminate)
            #expect(await child.exitStatus == .exited(0))
        }
    }

    @Test func `is over with its users when it crashes, and starts anew under the same name`() async throws {
        try await withMesh(.ring(3)) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"])
            let ben = try await ChatClient("ben", at: mesh["node-1"])
            try await eventually("both are listed") {
                ana.usernames == ["ana", "ben"] && ben.usernames == ["ana", "ben"]
            }

            try await mesh["node-1"].crash()
            try await eventually("the crash is noticed", seconds: promised) { ana.usernames == ["ana"] }

            try await mesh["node-1"].start()
            let again = try await ChatClient("ben", at: mesh["node-1"])
            try await eventually("both are back") {
                ana.usernames == ["ana", "ben"] && again.usernames == ["ana", "ben"]
            }
            try await again.say("back")
            try await eventually("the new run is heard") { ana.conversation == ["ben: back"] }
        }
    }

    @Test func `is suspected while it is paused, and its users are back when it goes on`() async throws {
        try await withMesh(.line(3)) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"])
            let zoe = try await ChatClient("zoe", at: mesh["node-2"])
            try await eventually("both are listed") { ana.usernames == ["ana", "zoe"] }

            await mesh["node-1"].send(.pause)
            try await eventually("the far side is gone", seconds: promised) { ana.usernames == ["ana"] }
            try await zoe.say("said meanwhile")

            await mesh["node-1"].send(.resume)
            try await eventually("the far side is back, with what it said", seconds: promised) {
                ana.usernames == ["ana", "zoe"] && ana.conversation == ["zoe: said meanwhile"]
            }
        }
    }
}
