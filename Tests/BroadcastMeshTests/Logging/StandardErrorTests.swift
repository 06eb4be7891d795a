import BroadcastMesh
import Glibc
import Testing

@Suite("A log on standard error") struct StandardErrorTests {
    @Test func `loses lines rather than wait for a reader, and says how many`() async {
        await #expect(processExitsWith: .success) {
            var ends: [CInt] = [0, 0]
            guard unsafe pipe(&ends) == 0, dup2(ends[1], STDERR_FILENO) >= 0 else { exit(2) }
            let log = Log.standardError(node: "alpha", level: .info, format: .text)
            let text = String(repeating: "x", count: 1000)

            // A pipe holds 64 KiB, so most of these find no room.
            for _ in 0..<200 { log.info(text) }
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            let held = unsafe read(ends[0], &buffer, buffer.count)
            log.info("somebody reads again")
            let count = unsafe read(ends[0], &buffer, buffer.count)

            let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
            let lost = 200 - held / (1000 + "alpha: 2026-11-21T10:00:00.000Z info \n".count)
            guard lines.count == 2, lines[0] == "\(lost) lines of the log were lost: nobody read them" else { exit(3) }
            guard lines[1].hasSuffix("somebody reads again") else { exit(4) }
            exit(0)
        }
    }
}
