import Glibc

/// What a program is given to read.
public enum StandardInput {
    /// The most that one read takes, in bytes.
    static let readSize = 64 << 10

    /// Reads what is there; waits for something on a thread of its own.
    ///
    /// One at a time: of two reads, each would get some of the bytes.
    ///
    /// - Returns: At least one byte; none at the end.
    /// - Throws: `read: …`.
    public static func read() async throws(SystemError) -> [UInt8] {
        let result: Result<[UInt8], SystemError> = await withCheckedContinuation { continuation in
            do throws(SystemError) {
                try startThread { continuation.resume(returning: readBlocking()) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    private static func readBlocking() -> Result<[UInt8], SystemError> {
        var bytes = [UInt8](repeating: 0, count: readSize)
        while true {
            // Safe: the kernel writes at most as many bytes as there is room for.
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count >= 0 { return .success(Array(bytes.prefix(count))) }
            if errno == EAGAIN {
                // Somebody we share it with made it non-blocking.
                var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
                // Safe: the kernel reads and writes one entry of ours.
                _ = unsafe poll(&request, 1, -1)
            } else if errno != EINTR {
                return .failure(SystemError.current(in: "read"))
            }
        }
    }
}
