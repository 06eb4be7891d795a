import FoundationEssentials
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

    @Test func `stops when the terminal goes, unless nohup started it`() async throws {
        try await withMesh(.single, isStarted: false) { mesh in
            let words = ["run", "node-0", "--config", mesh.configuration]
            let mortal = try await RunningProgram(words)
            try await mortal.waitForOutput(containing: "chat on")
            #expect(try await mortal.end(by: .hangUp) == .exited(0))

            let immortal = try await RunningProgram(words, ignoresHangUp: true)
            try await immortal.waitForOutput(containing: "chat on")
            // What the kernel says is not a matter of time, as a signal without effect would be.
            let status = try String(contentsOfFile: "/proc/\(immortal.process.number)/status", encoding: .utf8)
            let ignored = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") })
            #expect(try #require(UInt64(ignored.split(separator: "\t")[1], radix: 16)) & 1 == 1)
            #expect(try await immortal.end(by: .terminate) == .exited(0))
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
