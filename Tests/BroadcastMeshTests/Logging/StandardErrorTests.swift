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

    @Test(.timeLimit(.minutes(1)))
    func `loses lines rather than wait for who reads its terminal, and leaves that as it is to all others`() async {
        await #expect(processExitsWith: .success) {
            // Ends the test where a call waits for ever.
            alarm(30)
            let reader = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
            // TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)): the other end may be opened, and which it is.
            var (isLocked, number): (CInt, CInt) = (0, 0)
            guard unsafe ioctl(reader, 0x4004_5431, &isLocked) == 0 else { exit(2) }
            guard unsafe ioctl(reader, 0x8004_5430, &number) == 0 else { exit(2) }
            let terminal = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
            guard dup2(terminal, STDERR_FILENO) >= 0 else { exit(3) }
            let log = Log.standardError(node: "alpha", level: .info, format: .text)
            let text = String(repeating: "x", count: 1000)

            // Many times what a terminal holds.
            for _ in 0..<1000 { log.info(text) }
            guard fcntl(STDERR_FILENO, F_GETFL) & O_NONBLOCK == 0 else { exit(4) }
            // What was written comes a little at a time: the kernel brings it over in a thread of its own.
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            var (told, asked) = ("", 0)
            while !told.contains("somebody reads again\r\n") {
                var request = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
                if unsafe poll(&request, 1, 10) == 1 {
                    let count = unsafe read(reader, &buffer, buffer.count)
                    told += String(decoding: buffer[..<count], as: UTF8.self)
                } else {
                    log.info("somebody reads again")
                    asked += 1
                }
            }

            // A terminal that is full may swallow the end of a line, so lines are told apart by what they say.
            let whole = told.split { $0 != "x" }.count { $0.count == text.count }
            let lost = told.matches(of: /([0-9]+) lines of the log were lost: nobody read them/)
                .reduce(0) { $0 + (Int($1.output.1) ?? 0) }
            guard whole > 0, lost > 0 else { exit(5) }
            // Lines that were to say that somebody reads may have found no room, too.
            guard (1000..<1000 + asked).contains(whole + lost) else { exit(6) }
            exit(0)
        }
    }
}
