import Glibc

extension SystemError {
    /// What `errno` says, by its meaning: for those who stand where the kernel would, and answer as it does.
    package enum Code {
        /// There is no such file (`ENOENT`).
        package static let missingFile: CInt = ENOENT

        /// There is such a file already (`EEXIST`).
        package static let existingFile: CInt = EEXIST

        /// The disk is broken (`EIO`).
        package static let brokenDisk: CInt = EIO

        /// There is no such socket or file any more (`EBADF`).
        package static let badNumber: CInt = EBADF

        /// There is no memory for it (`ENOMEM`).
        package static let noMemory: CInt = ENOMEM

        /// The process has as many files open as it may (`EMFILE`).
        package static let noDescriptors: CInt = EMFILE

        /// The disk is full (`ENOSPC`).
        package static let fullDisk: CInt = ENOSPC

        /// Nobody reads any more what is written (`EPIPE`).
        package static let brokenPipe: CInt = EPIPE

        /// The other side does not keep to the protocol (`EPROTO`).
        package static let protocolError: CInt = EPROTO

        /// Somebody else listens on the address already (`EADDRINUSE`).
        package static let addressInUse: CInt = EADDRINUSE

        /// The machine does not have the address (`EADDRNOTAVAIL`).
        package static let addressNotAvailable: CInt = EADDRNOTAVAIL

        /// No way leads there (`ENETUNREACH`).
        package static let unreachable: CInt = ENETUNREACH

        /// The other side has thrown the connection away (`ECONNRESET`).
        package static let reset: CInt = ECONNRESET

        /// There is no connection (`ENOTCONN`).
        package static let notConnected: CInt = ENOTCONN

        /// What was waited for did not come in time (`ETIMEDOUT`).
        package static let timedOut: CInt = ETIMEDOUT

        /// Nobody listens there (`ECONNREFUSED`).
        package static let refused: CInt = ECONNREFUSED
    }
}
