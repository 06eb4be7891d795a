import Testing

@testable import MeshSimulator

@Suite("A data directory in other hands", .computing) struct DirectoryTrialTests {
    private func trial(_ seed: UInt64) throws -> DirectoryTrial {
        let internet = SimulatedInternet(hosts: 1, profile: WireProfile(), seed: seed)
        return try DirectoryTrial(of: "n0", on: SimulatedDisk(seed: seed), in: internet, seed: seed)
    }

    @Test(arguments: 1...20) func `gives back what is in it, or says what is in the way`(seed: UInt64) throws {
        var trial = try trial(seed)
        trial.spoil()
        trial.use()

        #expect(trial.findings == [])
        #expect(trial.held.map(\.count) == [5])
        #expect(trial.notes.contains { $0.contains("is damaged at byte") })
        #expect(trial.notes.contains { $0.contains("rewrite") && $0.contains("make room") })
        #expect(trial.notes.contains { $0.contains("start the node again") })
    }

    @Test func `is objected to where anything is missing that was not taken away`() throws {
        var trial = try trial(1)

        trial.expectAll(of: SimulatedDisk(seed: 2), after: "elsewhere")
        #expect(trial.findings == ["0 of 1 channels as they were elsewhere"])
    }

    @Test func `is objected to where it is read though it should be refused`() throws {
        var trial = try trial(1)

        trial.expectRefusal(of: "a file", on: trial.copy(), after: "where all is well")
        #expect(trial.findings == ["nothing wrong where all is well"])
    }
}
