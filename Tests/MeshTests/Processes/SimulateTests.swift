import FoundationEssentials
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

    @Test func `runs a scenario from a file and draws it`() async throws {
        let file = Self.temporaryPath + ".json"
        let picture = Self.temporaryPath + ".svg"
        defer { for path in [file, picture] { try? FileManager.default.removeItem(atPath: path) } }
        try Self.scenario.write(toFile: file, atomically: true, encoding: .utf8)
        let run = try await MeshProgram.run(["simulate", "--scenario", file, "--picture", picture])

        #expect(run.status == .exited(0))
        #expect(run.standardOutput.contains { $0.contains("● ") || $0.contains("┬") })
        #expect(try String(contentsOfFile: picture, encoding: .utf8).hasPrefix("<svg "))
    }

    @Test func `says where a scenario's file is wrong`() async throws {
        let file = Self.temporaryPath
        defer { try? FileManager.default.removeItem(atPath: file) }
        let text = Self.scenario.replacing(#""from":0"#, with: #""from":7"#)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let run = try await MeshProgram.run(["simulate", "--scenario", file])

        #expect(run.status == .exited(2))
        #expect(run.standardError.first?.contains("\(file): links[0].from: 7 is none of the 2 that there are") == true)
    }

    @Test(arguments: [
        (["--whole"], "--whole needs --seeds COUNT"), (["--picture", "a.svg"], "--picture needs --scenario FILE"),
        (["--nodes", "3", "--whole"], "--whole has no meaning with --nodes"),
        (["--degree", "3"], "--degree needs --nodes N"),
        (["--nodes", "3", "--config", "mesh.json"], "--config has no meaning with --nodes"),
        (["--seeds", "2", "--loss", "3"], "--loss has no meaning with --seeds"),
        (["--seeds", "2", "--scenario", "a.json"], "--seeds has no meaning with --scenario"),
    ])
    func `passes over no option`(options: [String], problem: String) async throws {
        let run = try await MeshProgram.run(["simulate"] + options)
        #expect(run.status == .exited(2))
        #expect(run.standardError == ["mesh simulate: \(problem) (see mesh simulate --help)"])
    }

    private static var temporaryPath: String {
        FileManager.default.temporaryDirectory.appending(path: "mesh-scenario-\(UUID().uuidString)").path
    }

    private static let scenario = """
        {"format":"mesh scenario 1","seed":1,"calm_at_ns":2000000000,"settling_ns":5000000000,"clients":1,"settings":{},
         "hosts":[{"name":"a","starts_at_ns":0},{"name":"b","starts_at_ns":0}],"links":[{"from":0,"to":1}],
         "travellers":[],"faults":[{"begin_ns":1000000000,"end_ns":1500000000,"what":"break","link":0}],
         "actions":[{"at_ns":900000000,"what":"attach","client":0,"host":0},
                    {"at_ns":1200000000,"what":"post","client":0,"bytes":20}]}
        """
}
