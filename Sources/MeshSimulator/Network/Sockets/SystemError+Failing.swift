import Reactor

/// What Linux says in `errno`, by the meaning.
enum Code {
    /// The code of `EBADF`.
    static let badNumber: Int32 = 9

    /// The code of `EPIPE`.
    static let brokenPipe: Int32 = 32

    /// The code of `EADDRINUSE`.
    static let addressInUse: Int32 = 98

    /// The code of `EADDRNOTAVAIL`.
    static let addressNotAvailable: Int32 = 99

    /// The code of `ENETUNREACH`.
    static let unreachable: Int32 = 101

    /// The code of `ECONNRESET`.
    static let reset: Int32 = 104

    /// The code of `ENOTCONN`.
    static let notConnected: Int32 = 107

    /// The code of `ETIMEDOUT`.
    static let timedOut: Int32 = 110

    /// The code of `ECONNREFUSED`.
    static let refused: Int32 = 111
}

extension SystemError {
    /// A call that failed as it does on Linux.
    static func failed(_ call: String, _ code: Int32, _ subject: String? = nil) -> SystemError {
        SystemError(call: call, subject: subject, code: code)
    }
}
