import Glibc

/// Where a program's words go.
public enum StandardStream: CInt, Sendable {
    /// What the program is for.
    case output = 1

    /// What went wrong, and what a log tells.
    case error = 2

    /// Writes all bytes, and waits while the reader is slow.
    public func write(_ bytes: Span<UInt8>) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            // Safe: the kernel reads the part that is not written yet.
            let count = unsafe bytes.extracting(written...).withUnsafeBufferPointer { rest in
                BrokenPipe.writing { unsafe Glibc.write(rawValue, rest.baseAddress, rest.count) }
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                // Somebody we share the terminal with made it non-blocking.
                _ = isReady(within: -1)
            } else if errno != EINTR {
                throw SystemError.current(in: "write")
            }
        }
    }

    /// Waits until nobody reads any more what is written, as at the end of a pipe to `head`; for ever where it is a file.
    ///
    /// Who writes now and then would notice it with the next write only. It waits on a thread of its own, which stays for
    /// as long as the process. Returns early when the task is cancelled.
    ///
    /// - Throws: `pthread_create: …` when the process may have no more threads.
    public func waitUntilUnread() async throws(SystemError) {
        let (readers, continuation) = AsyncStream.makeStream(of: Never.self)
        try startThread {
            var request = pollfd(fd: rawValue, events: 0, revents: 0)
            // Safe: the kernel reads and writes one entry of ours. Without events to wait for there are errors only.
            while unsafe poll(&request, 1, -1) < 0, errno == EINTR {}
            continuation.finish()
        }
        for await _ in readers {}
    }

    /// Whether a person sees it, as far as one can tell.
    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Makes writing to a pipe that nobody reads an error rather than the end of the process, whoever writes.
    ///
    /// ``write(_:)`` and ``ImpatientStream`` need it not: a library must not decide about the signals of its program.
    public static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Whether something can be written; waits as long, or for ever with -1.
    func isReady(within milliseconds: CInt) -> Bool {
        var request = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&request, 1, milliseconds) == 1
    }
}
