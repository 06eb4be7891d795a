import Glibc
import Synchronization

/// A directory that stays open once the disk was waited for its names: to wait again takes no descriptor, of which there may
/// be none then.
final class KeptDirectory: Sendable {
    /// It is closed when the last reference to it goes.
    private final class Opened: Sendable {
        let descriptor: FileDescriptor

        init(_ path: String) throws(SystemError) {
            let result = SystemError.uninterrupted { unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
            descriptor = try FileDescriptor(taking: result, from: "open", subject: path)
        }
    }

    private let opened = Mutex<Opened?>(nil)

    /// Waits until the disk has the names of what is in it.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - wait: The call that does.
    /// - Throws: `open PATH: …`, the first time; `fsync PATH: …`.
    func sync(_ path: String, by wait: (CInt) -> CInt = fsync) throws(SystemError) {
        let directory = try opened.withLock { opened throws(SystemError) -> Opened in
            if let opened { return opened }
            let new = try Opened(path)
            opened = new
            return new
        }
        // Without the lock: several threads may wait.
        guard SystemError.uninterrupted({ wait(directory.descriptor.rawValue) }) == 0 else {
            throw SystemError.current(in: "fsync", subject: path)
        }
    }
}
