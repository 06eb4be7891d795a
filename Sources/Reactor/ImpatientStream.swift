import Glibc

/// A standard stream for one that may not wait: what nobody takes at once is lost.
///
/// That a terminal is ready says only that it has some room, and a call that writes more waits for whoever reads it, for ever
/// where that is a stopped one. Two processes may find the same room in a pipe, too. So both are opened anew, and asked never
/// to wait; those who share the old ones are not made non-blocking by that.
public struct ImpatientStream: ~Copyable, Sendable {
    /// The most that ``offer(_:)`` takes, in bytes: what a pipe takes whole or not at all (POSIX `PIPE_BUF`).
    public static let largestOffer = 4096

    private let shared: StandardStream

    /// The kernel's number of the file that was opened anew; `nil` where there is none.
    private let own: CInt?

    /// Whether the last that was written is the beginning of a line.
    private var isTorn = false

    /// Prepares to write.
    public init(_ stream: StandardStream) {
        shared = stream
        own = Self.reopen(stream.rawValue)
    }

    deinit {
        if let own { _ = close(own) }
    }

    /// Writes all bytes at once if that needs no waiting.
    ///
    /// Where a terminal takes a part only, that stays a line of its own. A node that waited for whoever reads its log would
    /// stop serving its clients.
    ///
    /// - Parameter bytes: A line, of at most ``largestOffer`` bytes.
    /// - Returns: Whether they were written, be it that the end of the line comes with the next.
    public mutating func offer(_ bytes: Span<UInt8>) -> Bool {
        precondition(bytes.count <= Self.largestOffer, "a pipe may take a part of more than 4096 bytes")
        if isTorn {
            guard write([UInt8(ascii: "\n")].span) == 1 else { return false }
            isTorn = false
        }
        let count = write(bytes)
        isTorn = (1..<max(1, bytes.count)).contains(count)
        // A terminal makes two characters of the end, and may have room for one.
        return count == bytes.count || isTorn && count == bytes.count - 1
    }

    private func write(_ bytes: Span<UInt8>) -> Int {
        // Where little room is left, that would go to words about what was lost, again and again.
        guard shared.isReady(within: 0) else { return 0 }
        let number = own ?? shared.rawValue
        var count: Int
        repeat {
            // Safe: the kernel only reads.
            count = unsafe bytes.withUnsafeBufferPointer { bytes in
                BrokenPipe.writing { unsafe Glibc.write(number, bytes.baseAddress, bytes.count) }
            }
        } while count < 0 && errno == EINTR
        return count
    }

    /// Opens the same terminal or pipe, in an open file of its own which never waits.
    ///
    /// - Parameter number: The standard stream's.
    /// - Returns: The kernel's number; `nil` for everything else, which takes what it is ready for, and where the kernel gives
    ///   none.
    private static func reopen(_ number: CInt) -> CInt? {
        var status = stat()
        // Safe: the kernel writes one structure.
        guard unsafe fstat(number, &status) == 0 else { return nil }
        let isTerminal = isatty(number) == 1
        guard isTerminal || status.st_mode & S_IFMT == S_IFIFO else { return nil }
        let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let opened = unsafe open("/proc/self/fd/\(number)", flags)
        if opened >= 0 { return opened }
        // Somebody else's, as after su; one that controls this process can be had by that name.
        guard isTerminal, tcgetsid(number) == getsid(0) else { return nil }
        let controlling = unsafe open("/dev/tty", flags)
        return controlling >= 0 ? controlling : nil
    }
}
