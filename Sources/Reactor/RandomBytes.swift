import CLinux
import Glibc

/// Unpredictable bytes from the kernel: for keys, nonces, and the seeds of cores.
public enum RandomBytes {
    /// Fills a span.
    public static func fill(_ span: inout MutableSpan<UInt8>) {
        var filled = 0
        while filled < span.count {
            // Safe: the kernel writes only into the part that is not filled yet.
            let count = unsafe span.withUnsafeMutableBytes { bytes in
                unsafe getrandom(bytes.baseAddress.map { unsafe $0 + filled }, bytes.count - filled, 0)
            }
            // Blocks until the kernel has collected enough, so a signal is the only way to fail.
            precondition(count > 0 || errno == EINTR, "getrandom failed with errno \(errno)")
            filled += max(0, count)
        }
    }

    /// Makes an array of `count` bytes.
    public static func array(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        fill(&span)
        return bytes
    }

    /// Makes one integer, every value equally likely.
    public static func word() -> UInt64 {
        UInt64.random(in: .min ... .max)
    }
}
