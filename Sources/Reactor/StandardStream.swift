import Glibc

/// Where a program's words go.
public enum StandardStream: CInt, Sendable {
    /// What the program is for.
    case output = 1

    /// What went wrong, and what a log tells.
    case error = 2

    /// The most that ``offer(_:)`` takes, in bytes: what a pipe takes whole or not at all (POSIX `PIPE_BUF`).
    public static let largestOffer = 4096

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

    /// Writes all bytes at once if that needs no waiting, and nothing otherwise.
    ///
    /// A node that waited for whoever reads its log would stop serving its clients.
    ///
    /// - Parameter bytes: At most ``largestOffer`` bytes.
    /// - Returns: Whether they were written.
    public func offer(_ bytes: Span<UInt8>) -> Bool {
        precondition(bytes.count <= Self.largestOffer, "a pipe may take a part of more than 4096 bytes")
        guard isReady(within: 0) else { return false }
        let file = self == .error ? Self.patientError ?? rawValue : rawValue
        // Safe: the kernel only reads.
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            BrokenPipe.writing { unsafe Glibc.write(file, bytes.baseAddress, bytes.count) } == bytes.count
        }
    }

    /// Standard error, where it is a terminal, opened anew so that a write to it never waits.
    ///
    /// A pipe that is ready takes a page. A terminal that is ready has room for something, and a write waits until it
    /// has taken all: for ever, if nobody reads what it shows. The file is opened anew since others who share the
    /// terminal, a shell among them, are to find it as it was. A line of which it takes a part is lost.
    private static let patientError: CInt? = {
        guard StandardStream.error.isTerminal else { return nil }
        let file = unsafe open(
            "/proc/self/fd/\(StandardStream.error.rawValue)",
            O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        )
        return file < 0 ? nil : file
    }()

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
    /// ``write(_:)`` and ``offer(_:)`` need it not: a library must not decide about the signals of its program.
    public static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    private func isReady(within milliseconds: CInt) -> Bool {
        var request = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&request, 1, milliseconds) == 1
    }
}
