import BroadcastMesh
import FoundationEssentials
import Reactor
import Testing

@Suite("mesh run --record", .timeLimit(.minutes(10))) struct RecordTests {
    private static let session = "0123456789-secret-of-ana"

    @Test func `writes what mesh replay runs again, of nodes that were cut off, paused and killed`() async throws {
        var file = MeshFile.ring(3)
        let proxy = try TCPFaultProxy(to: file.gossipPort(of: "node-1"))
        defer { proxy.stop() }
        file.route(from: "node-0", to: "node-1", through: proxy.port)
        try await withMesh(file, keepsData: true, records: true) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"], query: "&session=\(Self.session)")
            let ben = try await ChatClient("ben", at: mesh["node-1"])
            try await ana.say("hello")
            try await eventually("ben hears it") { ben.conversation == ["ana: hello"] }
            try await proxy.setMode(.cut)
            await mesh["node-2"].send(.pause)
            try await eventually("the two sides notice", seconds: promised) {
                try await mesh.status(of: mesh["node-0"]).nodes.count == 1
            }
            try await ben.say("alone")
            await mesh["node-2"].send(.resume)
            try await proxy.setMode(.forward)
            try await eventually("they meet again", seconds: promised) { ana.conversation.count == 2 }
            try await mesh["node-1"].crash()
            #expect(try await mesh["node-0"].terminate() == .exited(0))
            #expect(try await mesh["node-2"].terminate() == .exited(0))

            for node in mesh.nodes {
                let path = mesh.recording(of: node.name).path()
                let run = try await MeshProgram.run(["replay", path])
                #expect(run.status == .exited(0), "\(run.standardOutput) \(run.standardError)")
                // Who is killed may not have written the last lines that it recorded.
                let lines = node.lines.standardError
                #expect(node.name == "node-1" ? run.standardError.starts(with: lines) : run.standardError == lines)
                #expect(run.standardOutput.last?.contains("the same as recorded") == true)
                let bytes = try Data(contentsOf: mesh.recording(of: node.name))
                #expect(bytes.firstRange(of: Data("secret".utf8)) == nil)
            }
            try await Self.checkDamage(of: mesh.recording(of: "node-0"))
        }
    }

    /// Changes a byte of the last chunk, and has it replayed.
    private static func checkDamage(of file: URL) async throws {
        var bytes = try Data(contentsOf: file)
        var starts = [0]
        while let start = starts.last, start < bytes.count {
            // The title has a length and a hash before it, every other chunk a check of these as well.
            let head = start == 0 ? 12 : 16
            starts.append(start + head + bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) })
        }
        bytes[starts[starts.count - 2] + 16] ^= 1
        try bytes.write(to: file)
        let run = try await MeshProgram.run(["replay", file.path(), "--log-level", "error"])
        #expect(run.status == .exited(1))
        #expect(run.standardError.last?.contains("is damaged at byte ") == true)
        let part = try await MeshProgram.run(["replay", file.path(), "--until", "3", "--log-level", "error"])
        #expect(part.status == .exited(0))
        #expect(part.standardOutput.first?.hasPrefix("node-0: 3 turns in ") == true)
    }

    @Test func `refuses a mesh with a key`() async throws {
        try await withMesh(.single, isStarted: false) { mesh in
            let run = try await MeshProgram.run(
                ["run", "node-0", "--config", mesh.configuration, "--record", mesh.folder.path() + "a.recording"],
                environment: ["MESH_KEY": "0123456789abcdef"]
            )
            #expect(run.status == .exited(2))
            #expect(run.standardError.count == 1)
            #expect(run.standardError.first?.contains("--record") == true)
        }
    }

    @Test func `refuses a mesh with files of its own, and says where it has them`() async throws {
        var file = MeshFile.single
        file.public = "web"
        try await withMesh(file, isStarted: false) { mesh in
            let web = mesh.folder.appending(path: "web")
            try FileManager.default.createDirectory(at: web, withIntermediateDirectories: true)
            let recording = mesh.folder.path() + "a.recording"
            let run = try await MeshProgram.run(
                ["run", "node-0", "--config", mesh.configuration, "--record", recording]
            )
            #expect(run.status == .exited(2))
            #expect(run.standardError.count == 1)
            #expect(run.standardError.first?.contains(": public: no recording has the files of a folder") == true)
            #expect(!FileManager.default.fileExists(atPath: recording))
        }
    }

    @Test(arguments: ["", "/nowhere", "/dev/null", "/dev/null --until 0"])
    func `is not replayed from what is none`(arguments: String) async throws {
        let run = try await MeshProgram.run(["replay"] + arguments.split(separator: " ").map(String.init))
        #expect(run.status == .exited(arguments.isEmpty || arguments.contains("--until") ? 2 : 1))
        #expect(run.standardError.count == 1)
    }
}
