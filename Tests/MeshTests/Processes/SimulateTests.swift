import Reactor
import Testing

@Suite("mesh simulate", .timeLimit(.minutes(10))) struct SimulateTests {
    /// Every process hashes keys in its own way, so whatever goes by the order of a dictionary differs.
    @Test func `gives the same hash of all events for the same seeds in every process`() async throws {
        let first = try await MeshProgram.run(["simulate", "--nodes", "8", "--seeds", "2", "--seed", "7"])
        let again = try await MeshProgram.run(["simulate", "--nodes", "8", "--seeds", "2", "--seed", "7"])
        let other = try await MeshProgram.run(["simulate", "--nodes", "8", "--seeds", "2", "--seed", "8"])

        #expect([first.status, again.status, other.status] == [.exited(0), .exited(0), .exited(0)])
        #expect(first.standardOutput.last?.hasPrefix("hash ") == true)
        #expect(first.standardOutput == again.standardOutput)
        #expect(first.standardOutput.last != other.standardOutput.last)
    }
}
