import Glibc
import Testing

@testable import Reactor

@Suite("A system call that failed") struct SystemErrorTests {
    @Test func `is told from one that came to the end of something, where both return nothing`() throws {
        errno = EIO
        let end: Int? = try SystemError.unlessEnd(of: "readdir") { nil }
        #expect(end == nil)

        #expect(throws: SystemError(call: "readdir", subject: "data", code: EIO)) {
            let _: Int? = try SystemError.unlessEnd(of: "readdir", subject: "data") {
                errno = EIO
                return nil
            }
        }

        let next: Int? = try SystemError.unlessEnd(of: "readdir") {
            // What succeeds may leave anything there.
            errno = ENOENT
            return 7
        }
        #expect(next == 7)
    }
}
