import FoundationEssentials
import Reactor
import Testing

@Suite("mesh, run with a mistake", .timeLimit(.minutes(10))) struct ConfigurationMistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var text: String
        var message: String
        var testDescription: String { message }
    }

    static let mistakes = [
        Mistake(
            text: #"{"nodes":[{"name":"a","http":"127.0.0.1:0","gossip":"127.0.0.1:7081","peers":["brovo"]}]}"#,
            message: #"nodes[0].peers[0]: no node is named "brovo""#
        ),
        Mistake(text: #"{"nodes":[]"#, message: "line 1, column 12"),
        Mistake(text: #"{"nodes":[],"nods":1}"#, message: "nods"),
    ]

    @Test(arguments: mistakes, ["check", "run", "up"])
    func `exits with 2 and one line that names the place`(mistake: Mistake, subcommand: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "mesh.json")
        try Data(mistake.text.utf8).write(to: file)

        let arguments = subcommand == "run" ? [subcommand, "a"] : [subcommand]
        let run = try await MeshProgram.run(arguments + ["--config", file.path()])

        #expect(run.status == .exited(2))
        #expect(run.standardError.count == 1)
        #expect(run.standardError.first?.contains(mistake.message) == true, "\(run.standardError)")
        #expect(run.standardOutput == [])
    }
}
