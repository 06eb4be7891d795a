import Glibc
import Testing

@testable import Reactor

@Suite("A directory that stays open") struct KeptDirectoryTests {
    /// Waits for a disk that answers as it is told, and then that all is there.
    ///
    /// - Returns: How often it was asked.
    private func sync(_ answers: [CInt]) throws(SystemError) -> Int {
        var count = 0
        try KeptDirectory().sync("/tmp") { _ in
            defer { count += 1 }
            guard count < answers.count else { return 0 }
            errno = answers[count]
            return -1
        }
        return count
    }

    @Test func `waits for the disk again when a signal came between`() throws {
        #expect(try sync([]) == 1)
        #expect(try sync([EINTR, EINTR]) == 3)
    }

    @Test func `tells what the disk says, and does not ask again`() {
        let error = #expect(throws: SystemError.self) { try sync([EINTR, EIO]) }
        #expect(error?.code == EIO && error?.description.hasPrefix("fsync /tmp: ") == true)
    }
}
