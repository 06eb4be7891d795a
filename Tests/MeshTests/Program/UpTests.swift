import BroadcastMesh
import Reactor
import Testing

@testable import Mesh

@Suite("The program that runs a mesh", .timeLimit(.minutes(1))) struct UpTests {
    private let names = ["alpha", "bravo", "charlie"]

    private func start(_ mesh: TemporaryMesh) async throws -> RunningProgram {
        let program = try await RunningProgram("up", "--config", mesh.path)
        for _ in names { try await program.line(containing: ": chat on http://") }
        return program
    }

    @Test func `starts every node, and stops all of them with 0`() async throws {
        let mesh = try TemporaryMesh("alpha", "bravo", "charlie")
        defer { mesh.remove() }
        let program = try await start(mesh)
        for address in mesh.http { #expect(try await HTTPClient().get("http://\(address)/health").status == 200) }

        program.process.send(.terminate)
        let end = await program.end()
        #expect(end.status == .exited(0))
        #expect(end.lines.allSatisfy { line in names.contains { line.text.hasPrefix("\($0): ") } })
        for address in mesh.http { await expectNobody(at: address) }
    }

    @Test func `goes on when a node cannot start, and says so`() async throws {
        let mesh = try TemporaryMesh("alpha", "bravo", "charlie")
        defer { mesh.remove() }
        let squatter = try await RunningProgram("run", "bravo", "--config", mesh.path)
        try await squatter.line(containing: "chat on")

        let program = try await RunningProgram("up", "--config", mesh.path)
        try await program.line(containing: "bravo: ended with exit status 1")
        for address in mesh.http { await expectSomebody(at: address) }

        program.process.send(.interrupt)
        #expect(await program.end().status == .exited(0))
        squatter.process.send(.terminate)
        #expect(await squatter.end().status == .exited(0))
    }

    @Test func `takes its nodes along when it is killed`() async throws {
        let mesh = try TemporaryMesh("alpha", "bravo", "charlie")
        defer { mesh.remove() }
        let program = try await start(mesh)

        program.process.send(.kill)
        #expect(await program.end().status == .signalled(.kill))
        for address in mesh.http { await expectNobody(at: address) }
    }

    /// Waits until somebody serves there.
    private func expectSomebody(at address: String) async {
        while (try? await HTTPClient().get("http://\(address)/health").status) != 200 {}
    }

    /// Waits until nobody listens there; the time limit of the suite ends a wait in vain.
    private func expectNobody(at address: String) async {
        while (try? await HTTPClient().get("http://\(address)/health")) != nil {}
    }
}
