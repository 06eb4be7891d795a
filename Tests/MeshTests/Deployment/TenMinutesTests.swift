import FoundationEssentials
import Reactor
import Testing

/// What somebody types who follows the tutorial.
@Suite("The tutorial", .timeLimit(.minutes(10))) struct TenMinutesTests {
    private static let article = URL(filePath: #filePath)
        .appending(path: "../../../../Sources/Mesh/Mesh.docc/TenMinutes.md").standardized

    /// All its blocks, in their order.
    private func script() throws -> String {
        let text = try String(contentsOf: Self.article, encoding: .utf8)
        return text.split(separator: "```sh\n").dropFirst()
            .map { $0.split(separator: "```", omittingEmptySubsequences: false)[0] }.joined()
    }

    @Test(.needs("curl")) func `works as it stands, but for its ports`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var script = try script()
        var nodes = ""
        for (index, name) in ["alpha", "bravo", "charlie"].enumerated() {
            let port = FreePorts.next()
            script.replace("808\(index + 1)", with: "\(port)")
            nodes += " \(name)=127.0.0.1:\(port):\(FreePorts.next())"
        }
        #expect(script.contains("mesh init alpha bravo charlie"))
        script.replace(" alpha bravo charlie", with: nodes)

        // Its nodes are children of the shell, not of this process.
        let start = """
            unset MESH_PARENT_PROCESS
            cd "$1"
            PATH=${0%/*}:$PATH
            trap 'kill -9 $(jobs -p) 2>/dev/null || true' EXIT
            """
        let run = try await MeshProgram.run(
            ["-ec", "\(start)\n\(script)\ncat heard", MeshProgram.path, folder.path(percentEncoded: false)],
            environment: ["NO_COLOR": "1"],
            program: "/bin/bash"
        )
        #expect(run.status == .exited(0), "\(run.standardError)")
        #expect(run.standardOutput.suffix(3) == ["two sugars", "no milk", "still here"], "\(run.standardOutput)")
    }
}
