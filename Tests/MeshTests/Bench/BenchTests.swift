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
        #expect(figures.allSatisfy { $0.value > 0 || $0.workload == "idle" })
        #expect(Set(figures.map(\.workload)) == Set(Workload.all.map(\.name)))

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
            for workload in Workload.all { #expect(text.contains(workload.title) == (workload.name != "idle")) }
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

    @Test func `says that nobody is there`() async throws {
        let run = try await MeshProgram.run(["bench", "127.0.0.1:\(FreePorts.next())"])
        #expect(run.status == .exited(1))
        #expect(run.standardOutput.isEmpty)
    }
}
