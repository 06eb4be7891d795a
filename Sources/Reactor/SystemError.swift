import Glibc

/// A system call that failed.
public struct SystemError: Error, Equatable, Sendable {
    /// The call that failed: `bind`, `epoll_ctl`, ….
    public var call: String

    /// What it was about, where that helps the reader: the address of a `bind`, the file of an `open`.
    public var subject: String?

    /// The `errno` it left behind, or the negative code of `getaddrinfo`.
    public var code: CInt

    /// Names a failure.
    public init(call: String, subject: String? = nil, code: CInt) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    /// Reads `errno`; call it right after the call that failed.
    static func current(in call: StaticString, subject: String? = nil) -> SystemError {
        // `errno` first: making the strings may allocate, and so change it.
        let code = errno
        return SystemError(call: "\(call)", subject: subject, code: code)
    }

    /// Makes a call that returns `nil` at the end of something and when it fails: only `errno` tells which.
    ///
    /// - Returns: What the call returned; `nil` at the end.
    /// - Throws: What `errno` says, when it failed.
    static func unlessEnd<Value>(
        of call: StaticString,
        subject: String? = nil,
        _ body: () -> Value?
    ) throws(SystemError) -> Value? {
        errno = 0
        if let value = body() { return value }
        guard errno == 0 else { throw current(in: call, subject: subject) }
        return nil
    }

    /// Makes a call, and makes it again as long as a signal ends it before it is done.
    ///
    /// - Returns: What the call returned; negative when it failed for another reason, which `errno` tells.
    static func uninterrupted(_ call: () -> CInt) -> CInt {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    /// What was waited for did not come in time.
    public static func timedOut(_ call: String, _ subject: String) -> SystemError {
        SystemError(call: call, subject: subject, code: ETIMEDOUT)
    }

    /// Nobody reads any more what is written, as a write would say.
    public static let brokenPipe = SystemError(call: "write", code: EPIPE)

    /// The same failure, said of something else: of a file by the name that it has now.
    public func about(_ subject: String) -> SystemError {
        SystemError(call: call, subject: subject, code: code)
    }

    /// Whether nobody reads any more what is written.
    public var isBrokenPipe: Bool { code == EPIPE }

    /// Whether nobody reads any more what is written, or nobody ever did, since it was closed from the start.
    public var isUnread: Bool { code == EPIPE || code == EBADF }

    /// Whether there is no such file.
    public var isMissingFile: Bool { code == ENOENT }

    /// Whether there is no room on the disk, or none of what this user may have of it.
    public var isFullDisk: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether this process, or the whole machine, has as many files open as it may.
    public var isLackingDescriptors: Bool { code == EMFILE || code == ENFILE }

    /// Whether this user may not do that there, or nobody may.
    public var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }

    /// Whether there is a folder where a file was meant.
    public var isFolder: Bool { code == EISDIR }

    /// Whether there is a file where a folder was meant, on the way to something.
    public var isBehindFile: Bool { code == ENOTDIR }

    /// Whether somebody else listens on the address already.
    public var isAddressInUse: Bool { code == EADDRINUSE }
}

extension SystemError: CustomStringConvertible {
    /// The call, what it was about, and the system's own words: `bind 127.0.0.1:8081: Address already in use`.
    public var description: String {
        // Safe: both calls return a string of the C library that outlives the copy made here.
        let words = unsafe code < 0 ? gai_strerror(code) : UnsafePointer(strerror(code))
        let reason = unsafe words.map { unsafe String(cString: $0) } ?? "error \(code)"
        return subject.map { "\(call) \($0): \(reason)" } ?? "\(call): \(reason)"
    }
}
