import Glibc

/// Owns one open file and closes it exactly once.
struct FileDescriptor: ~Copyable, Sendable {
    /// The kernel's number for the open file; never negative.
    let rawValue: CInt

    /// Takes ownership of the number a system call returned.
    ///
    /// - Parameters:
    ///   - result: The call's return value; negative when it failed.
    ///   - call: The call's name, for the error.
    ///   - subject: What the call was about, for the error.
    /// - Throws: What `errno` says when the call failed.
    init(taking result: CInt, from call: StaticString, subject: String? = nil) throws(SystemError) {
        guard result >= 0 else { throw SystemError.current(in: call, subject: subject) }
        self.rawValue = result
    }

    deinit {
        _ = close(rawValue)
    }

    /// Gives up ownership: whoever takes the number closes it.
    consuming func release() -> CInt {
        let number = rawValue
        discard self
        return number
    }
}
