import FoundationEssentials
import Reactor
import Testing

@Suite("Gzip", .timeLimit(.minutes(10))) struct ZlibTests {
    @Test(arguments: [0, 1, 100, 100_000]) func `is what other programs make the text of again`(count: Int) async throws
    {
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }
        let file = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(try #require(LinuxWorld().gzip(text))).write(to: file)

        let plain = file.appendingPathExtension("txt")
        defer { try? FileManager.default.removeItem(at: plain) }
        try Data(text).write(to: plain)
        let child = try await ChildProcess.start(
            "/bin/sh",
            arguments: ["-c", "gzip -dc < $0 | cmp - $0.txt"] + [file.path(percentEncoded: false)]
        ) { _, line in Issue.record("\(line)") }
        #expect(await child.exitStatus == .exited(0))
    }
}
