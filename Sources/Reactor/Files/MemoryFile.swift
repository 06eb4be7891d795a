import CLinux
import Glibc

/// A file that lies in memory, which this process and those that it starts can read by its path, and nobody can change.
///
/// It stays for as long as the process.
public enum MemoryFile {
    /// Makes a file.
    ///
    /// - Parameter bytes: What it says.
    /// - Returns: Its path, `/proc/self/fd/NUMBER`: children inherit the number.
    /// - Throws: `memfd_create: …`, `write …`.
    public static func make(_ bytes: [UInt8]) throws(SystemError) -> String {
        let allowSealing: CUnsignedInt = 2
        // Safe: the kernel copies the name, which only `/proc` shows.
        let file = try FileDescriptor(taking: unsafe memfd_create("mesh.json", allowSealing), from: "memfd_create")
        var rest = bytes[...]
        while !rest.isEmpty {
            // Safe: the kernel reads the part that is not written yet.
            let count = unsafe rest.withUnsafeBytes { unsafe write(file.rawValue, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw SystemError.current(in: "write")
            }
        }
        guard seal_memory_file(file.rawValue) == 0 else { throw SystemError.current(in: "fcntl") }
        return "/proc/self/fd/\(file.release())"
    }
}
