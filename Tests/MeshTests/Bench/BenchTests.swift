import FoundationEssentials
import Reactor
import Testing

@testable import Mesh

@Suite("mesh bench", .serialized, .timeLimit(.minutes(10))) struct BenchTests {
    private static let short = ["bench", "--shrink", "20", "--seconds", "1"]

    @Test func `measures nodes that it starts, and compares with what it measured before`() async throws {
        let run = try await MeshProgram.run(Self.short + ["--json"], seconds: 300)
        #expect(run.status == .exited(0), "\(run.standardError)")
        let figures = run.standardOutput.compactMap { BenchFigure(json: $0) }
        #expect(figures.count == run.standardOutput.count)
        // Five hundred clients may fit into memory that was there before.
        #expect(figures.allSatisfy { $0.value > 0 || $0.workload == "idle/20" })
        let names = [
            "fan-out-100/20", "fan-out-1000/20", "chat/20", "all-talk/20", "idle/20", "accept", "across/20",
        ]
        #expect(Set(figures.map(\.workload)) == Set(names))

        let file = FileManager.default.temporaryDirectory.appending(path: "mesh-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try run.standardOutput.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        let again = try await MeshProgram.run(Self.short + ["--only", "chat", "--compare", file.path()])
        #expect(again.status == .exited(0), "\(again.standardError)")
        #expect(again.standardOutput.count == 3)
        #expect(again.standardOutput.dropFirst().allSatisfy { $0.contains("  before ") && $0.hasSuffix(" %") })
    }

    @Test func `measures a node that runs, and the way to its neighbour`() async throws {
        try await withMesh(MeshFile.line(2).withBrowserPorts) { mesh in
            let address = await mesh.nodes[0].url("http", "")
            let run = try await MeshProgram.run(Self.short + [address], seconds: 300)
            #expect(run.status == .exited(0), "\(run.standardError)")
            #expect(run.standardOutput.first?.contains(address) == true)
            let text = run.standardOutput.joined(separator: "\n")
            let titles = [
                "fan-out to 5 ", "fan-out to 50 ", "chat of 50 ", "5 who all talk ", "clients that come and go ",
                "to the next node ",
            ]
            for title in titles { #expect(text.contains(title), "\(title)") }
            #expect(!text.contains("idle clients"))
            #expect(run.standardError.contains { $0.hasPrefix("mesh: what an idle client takes") })
        }
    }

    @Test(.needs("openssl")) func `measures a node behind TLS`() async throws {
        let mesh = try await SecureMesh()
        let node = mesh.nodes[0]
        try await node.start()
        let address = await node.url("https", "")
        let words = ["--only", "fan-out-100,accept", "--cacert", mesh.authority, address]
        let run = try await MeshProgram.run(Self.short + words)
        _ = try await node.crash()
        #expect(run.status == .exited(0), "\(run.standardError)")
        #expect(run.standardOutput.count == 5)
    }

    @Test func `says why the node sends its clients away`() async throws {
        var file = MeshFile.single
        file.limits = .init(clients: 3)
        try await withMesh(file) { mesh in
            let address = await mesh.nodes[0].url("http", "")
            let run = try await MeshProgram.run(Self.short + ["--only", "fan-out-100", "--url", address])
            #expect(run.status == .exited(1))
            #expect(run.standardError.contains { $0.hasPrefix("mesh: the node let a client of the load not in: ") })
            #expect(run.standardError.contains { $0.contains("503") })
        }
    }

    @Test func `gives up a node that it starts and that says nothing, or finds its ports taken`() async throws {
        let mute = FileManager.default.temporaryDirectory.appending(path: "mesh-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: mute) }
        // A process that started here meanwhile would have the file open for writing, and nobody could run it.
        let script = #"printf '#!/bin/sh\nexec sleep 1000\n' >"$1" && chmod 700 "$1""#
        #expect(try await MeshProgram.run(shell: script, [mute.path()]).status == .exited(0))
        let late = await #expect(throws: CommandError.self) {
            try await BenchNode.start(isPair: false, program: mute.path(), patience: .milliseconds(100))
        }
        #expect(late.map { "\($0)" }?.contains("did not serve in 0.1 seconds") == true)
        let dead = await #expect(throws: CommandError.self) {
            try await BenchNode.start(isPair: true, program: "/bin/false")
        }
        #expect(dead.map { "\($0)" }?.contains("ended at once") == true)
    }

    @Test func `tells how much memory a process has, and what it has spent`() throws {
        let own = ProcessFigures(number: ProcessInfo.processInfo.processIdentifier)
        let memory = try own.memory()
        #expect(memory > 1_000_000 && memory < 1e12)
        #expect(try own.spent() > 0)
    }

    @Test func `says that nobody is there`() async throws {
        let run = try await MeshProgram.run(["bench", "127.0.0.1:\(FreePorts.next())"])
        #expect(run.status == .exited(1))
        #expect(run.standardOutput.isEmpty)
    }
}
