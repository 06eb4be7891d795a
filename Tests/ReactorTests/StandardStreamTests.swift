import Glibc
import Testing

@testable import Reactor

@Suite("The standard streams of a process") struct StandardStreamTests {
    @Test func `are never the number of another file, whichever of the three was closed at the start`() async {
        await #expect(processExitsWith: .success) {
            let kept = (0...2).map { dup($0) }
            /// Whether it is so where some of them are closed, and why not.
            func problem(closing subset: Int) throws -> CInt? {
                defer { for number: CInt in 0...2 { _ = dup2(kept[Int(number)], number) } }
                for number: CInt in 0...2 where subset >> Int(number) & 1 == 1 { _ = close(number) }

                try StandardStream.openMissing()

                for number: CInt in 0...2 {
                    guard fcntl(number, F_GETFD) >= 0 else { return 2 }
                    guard subset >> Int(number) & 1 == 1 else { continue }
                    // As if it were closed still; but whatever is told on standard error is gone.
                    var byte: UInt8 = 0
                    let count = unsafe number == 0 ? read(number, &byte, 1) : write(number, &byte, 1)
                    guard number == 2 ? count == 1 : count == -1 && errno == EBADF else { return 3 }
                }
                return nil
            }
            for subset in 0..<8 {
                // Another thread of this process may open a file right then, and get the number; not so again and again.
                var last: CInt?
                for _ in 0..<5 {
                    last = try problem(closing: subset)
                    if last == nil { break }
                }
                if let last { exit(last) }
            }
            exit(0)
        }
    }

    @Test(arguments: [true, false])
    func `do not end a process that heeds broken pipes, when nobody reads them`(isOffered: Bool) async {
        await #expect(processExitsWith: .success) { [isOffered] in
            _ = signal(SIGPIPE, SIG_DFL)
            var ends: [CInt] = [0, 0]
            guard unsafe pipe(&ends) == 0, dup2(ends[1], STDERR_FILENO) >= 0 else { exit(2) }
            _ = close(ends[0])

            if isOffered {
                var stream = ImpatientStream(.error)
                guard !stream.offer([10].span) else { exit(3) }
            } else {
                do throws(SystemError) {
                    try StandardStream.error.write([10].span)
                    exit(4)
                } catch {
                    guard error.code == EPIPE else { exit(5) }
                }
            }
            exit(0)
        }
    }
}

@Suite("A child process that cannot be watched") struct UnwatchedChildTests {
    @Test func `is ended, and nothing is left of it`() async throws {
        var number: pid_t = 0
        do throws(SystemError) {
            _ = try Spawn.start("/bin/sleep", ["1000"], [:]) {
                number = $0
                errno = EMFILE
                return -1
            }
            Issue.record("it was started")
        } catch {
            #expect("\(error)" == "pidfd_open /bin/sleep: Too many open files")
        }

        #expect(number > 0)
        // The number is free again, or belongs to somebody else's process.
        #expect(waitpid(number, nil, WNOHANG) < 0)
    }
}
