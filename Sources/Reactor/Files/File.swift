import Glibc

/// An open file of the disk; closed when the last reference to it goes.
///
/// Only ``sync()`` may be called by another thread than the one that uses the file.
public final class File: Sendable {
    /// Where it is.
    public let path: String

    let descriptor: FileDescriptor

    /// How a file is opened.
    public enum Mode: Sendable {
        /// To be read.
        case read

        /// To be written at its end, which is also its beginning: what was there goes.
        case replace

        /// To be cut; what is written goes to its end.
        case append

        /// To be locked, nothing else; it is made if need be.
        case lock
    }

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - mode: What for.
    /// - Throws: `open PATH: …`.
    public init(_ path: String, _ mode: Mode) throws(SystemError) {
        let flags =
            switch mode {
            case .read: O_RDONLY
            case .replace: O_WRONLY | O_APPEND | O_CREAT | O_TRUNC
            case .append: O_WRONLY | O_APPEND
            case .lock: O_RDWR | O_CREAT
            }
        let result = SystemError.uninterrupted { unsafe open(path, flags | O_CLOEXEC, 0o640) }
        descriptor = try FileDescriptor(taking: result, from: "open", subject: path)
        self.path = path
    }

    /// Writes all bytes at the end.
    ///
    /// - Parameter bytes: What to write.
    /// - Throws: `write PATH: No space left on device`, or what else the kernel says; a part may be written then.
    public func write(_ bytes: Span<UInt8>) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            // Safe: the kernel reads the part that is not written yet.
            let count = unsafe bytes.extracting(written...).withUnsafeBufferPointer { rest in
                unsafe Glibc.write(descriptor.rawValue, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw SystemError.current(in: "write", subject: path)
            }
        }
    }

    /// Reads the whole file.
    ///
    /// - Returns: Its bytes.
    /// - Throws: `read PATH: …`.
    public func readAll() throws(SystemError) -> [UInt8] {
        var information = stat()
        guard unsafe fstat(descriptor.rawValue, &information) == 0 else {
            throw SystemError.current(in: "fstat", subject: path)
        }
        var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
        var filled = 0
        while filled < bytes.count {
            // Safe: the kernel writes only into the part that is not filled yet.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor.rawValue,
                    buffer.baseAddress.map { unsafe $0 + filled },
                    buffer.count - filled,
                    filled
                )
            }
            if count > 0 {
                filled += count
            } else if count == 0 {
                // Somebody cut it meanwhile.
                bytes.removeLast(bytes.count - filled)
            } else if errno != EINTR {
                throw SystemError.current(in: "read", subject: path)
            }
        }
        return bytes
    }

    /// Waits until the disk has what was written, and the file's length.
    ///
    /// - Throws: `fdatasync PATH: …`; what was written since the last call may then be lost for good.
    public func sync() throws(SystemError) {
        let result = SystemError.uninterrupted { fdatasync(descriptor.rawValue) }
        guard result == 0 else { throw SystemError.current(in: "fdatasync", subject: path) }
    }

    /// Cuts the file.
    ///
    /// - Parameter length: What to leave, in bytes.
    /// - Throws: `ftruncate PATH: …`.
    public func truncate(to length: Int) throws(SystemError) {
        let result = SystemError.uninterrupted { ftruncate(descriptor.rawValue, length) }
        guard result == 0 else { throw SystemError.current(in: "ftruncate", subject: path) }
    }

    /// Takes the file for this process alone, until it is closed.
    ///
    /// - Returns: `false` when somebody else has it.
    /// - Throws: `flock PATH: …`.
    public func lock() throws(SystemError) -> Bool {
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 else { return true }
        guard errno == EWOULDBLOCK else { throw SystemError.current(in: "flock", subject: path) }
        return false
    }
}
