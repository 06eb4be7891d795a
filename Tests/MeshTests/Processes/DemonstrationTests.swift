import BroadcastMesh
import FoundationEssentials
import MeshClient
import Reactor
import Testing

@testable import Mesh

@Suite("A demonstration, as programs", .timeLimit(.minutes(10))) struct DemonstrationTests {
    @Test func `cuts a link for both ends, holds it cut, and mends it`() async throws {
        try await withMesh(.line(3), arguments: ["--demo"]) { mesh in
            #expect(try await post("links/node-2?state=down", to: mesh["node-1"]).status == 200)
            try await waitForNodes([["node-0", "node-1"], ["node-0", "node-1"], ["node-2"]], of: mesh)
            // A new run of the other end knows of no cut, and dials in vain or not at all.
            try await mesh["node-2"].crash()
            try await mesh["node-2"].start()
            #expect(try await mesh.status(of: mesh["node-2"]).nodes.map(\.name) == ["node-2"])
            try await eventually("the rest is whole") {
                try await mesh.status(of: mesh["node-1"]).links.map(\.state) == ["up", "down"]
            }

            #expect(try await post("links/node-2?state=up", to: mesh["node-1"]).status == 200)
            try await mesh.waitUntilWhole(seconds: promised)
        }
    }

    @Test(arguments: ["tcp", "udp"]) func `slows a link down, which loses nothing`(transport: String) async throws {
        try await withMesh(.line(2, transport: transport), arguments: ["--demo"]) { mesh in
            #expect(try await post("links/node-1?state=slow", to: mesh["node-0"]).status == 200)
            let channel = await mesh["node-0"].url("http", "/channels/tea")
            for number in 1...40 {
                let body = Array("\(number)".utf8)
                let answer = try await HTTPClient(timeout: 240).post(channel, body: body, contentType: "text/plain")
                #expect(answer.status == 202)
            }
            try await mesh.waitUntilAgreed(on: "tea", messages: 40)
            #expect(try await mesh.status(of: mesh["node-0"]).links.map(\.state) == ["up"])
        }
    }

    @Test func `kills a node, which answers before that and ends as by kill -9`() async throws {
        try await withMesh(.line(2), isStarted: false) { mesh in
            let program = try await RunningProgram(["run", "node-0", "--config", mesh.configuration, "--demo"])
            try await program.waitForOutput(containing: "node-0: chat on ")
            let line = try #require(program.lines.standardOutput.first)
            let address = try #require(ReadyTable.address(in: line))
            let answer = try await HTTPClient(timeout: 240).post(
                "\(address)demo/crash",
                body: [],
                contentType: "text/plain"
            )
            #expect(answer.status == 202)
            #expect(await program.process.exitStatus == .signalled(.kill))
        }
    }

    @Test func `says what is no link, and no state of one`() async throws {
        try await withMesh(.line(2), arguments: ["--demo"]) { mesh in
            let strange = try await post("links/node-7?state=down", to: mesh["node-0"])
            #expect(strange.status == 404)
            let odd = try await post("links/node-1?state=odd", to: mesh["node-0"])
            #expect(odd.status == 400)
        }
    }

    @Test func `is nowhere where it was not asked for`() async throws {
        try await withMesh(.line(2)) { mesh in
            for path in ["crash", "links/node-1?state=down"] {
                #expect(try await post(path, to: mesh["node-0"]).status == 404)
            }
            let page = try await HTTPClient(timeout: 240).get(await mesh["node-0"].url("http"))
            #expect(!page.text.contains("/demo/"))
            try await mesh.waitUntilWhole()
        }
    }

    @Test(arguments: [["up", "--demo"], ["demo"], ["run", "node-0", "--demo"]])
    func `is refused to a mesh that leaves this machine, before anything is opened`(command: [String]) async throws {
        var file = MeshFile.line(2)
        file.nodes[1].http = "0.0.0.0:\(FreePorts.next())"
        try await withMesh(file, isStarted: false) { mesh in
            let run = try await MeshProgram.run(command + ["--config", mesh.configuration])
            #expect(run.status == .exited(2) && run.standardOutput.isEmpty)
            let error = try #require(run.standardError.first)
            #expect(error.hasPrefix("\(mesh.configuration): nodes[1].http: 0.0.0.0:"))
            #expect(error.contains("is not loopback"))
        }
    }

    @Test func `is not recorded`() async throws {
        try await withMesh(.line(2), isStarted: false) { mesh in
            let path = mesh.recording(of: "node-0").path()
            let run = try await MeshProgram.run(
                ["run", "node-0", "--demo", "--record", path, "--config", mesh.configuration]
            )
            #expect(run.status == .exited(2))
            #expect(run.standardError.first?.contains("a demonstration is not recorded") == true)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `starts a node that was killed again, and tells where it is to be seen`() async throws {
        try await withMesh(.line(3), isStarted: false) { mesh in
            let program = try await RunningProgram(["demo", "--config", mesh.configuration])
            try await program.waitForOutput(containing: "mesh: the demonstration is at http://127.0.0.1:")
            let ready = program.lines.standardOutput.filter { $0.contains(": chat on ") }
            #expect(ready.count == 3)
            let address = try #require(ready.first { $0.hasPrefix("node-1: ") }.flatMap(ReadyTable.address))
            _ = try await HTTPClient(timeout: 240).post("\(address)demo/crash", body: [], contentType: "text/plain")

            try await eventually("it is there again") {
                program.lines.standardOutput.filter { $0.hasPrefix("node-1: chat on ") }.count == 2
            }
            #expect(program.lines.standardError.contains("node-1: was killed by signal 9; it starts again in 5 s"))
            #expect(try await program.end(by: .terminate) == .exited(0))
        }
    }

    /// The repository's file is what one gets who has none.
    @Test func `has a mesh of its own`() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../../mesh.json").standardized
        #expect(try String(contentsOf: file, encoding: .utf8) == ConfigurationFile.ofDemonstration)
    }

    private func post(_ path: String, to node: NodeProcess) async throws -> HTTPClient.Answer {
        try await HTTPClient(timeout: 240).post(
            await node.url("http", "/demo/\(path)"),
            body: [],
            contentType: "text/plain"
        )
    }

    /// Waits until each node sees these, and no others.
    private func waitForNodes(_ seen: [[String]], of mesh: TestMesh) async throws {
        try await eventually("the nodes see each other as told") {
            for (node, names) in zip(mesh.nodes, seen) {
                guard try await mesh.status(of: node).nodes.map(\.name).sorted() == names else { return false }
            }
            return true
        }
    }
}
