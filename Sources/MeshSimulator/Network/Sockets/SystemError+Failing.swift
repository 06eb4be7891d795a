import Reactor

extension SystemError {
    /// A call that failed as it does on Linux.
    static func failed(_ call: String, _ code: Int32, _ subject: String? = nil) -> SystemError {
        SystemError(call: call, subject: subject, code: code)
    }
}
