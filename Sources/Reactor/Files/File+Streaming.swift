import Glibc

extension File {
    /// Whether it lies on a disk, and says the same to everybody who opens it.
    public var isRegular: Bool {
        var information = stat()
        // Safe: the kernel fills a structure of ours. It cannot fail for an open file.
        guard unsafe fstat(descriptor.rawValue, &information) == 0 else { return false }
        return information.st_mode & S_IFMT == S_IFREG
    }

    /// Reads on.
    ///
    /// - Parameter count: How many bytes.
    /// - Returns: So many, unless there are fewer.
    /// - Throws: `read PATH: …`.
    public func readOn(_ count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            // Safe: the kernel writes only into the part that is not filled yet.
            let result = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor.rawValue, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
            }
            if result == 0 {
                bytes.removeLast(count - filled)
                return bytes
            }
            if result > 0 {
                filled += result
            } else if errno != EINTR {
                throw SystemError.current(in: "read", subject: path)
            }
        }
        return bytes
    }

    /// Reads on to the end, also of what has no length to ask for: a pipe, standard input.
    ///
    /// - Parameter limit: The most to read, in bytes.
    /// - Returns: The bytes, or `nil` when there are more than `limit`.
    /// - Throws: `read PATH: …`.
    public func readToEnd(limit: Int) throws(SystemError) -> [UInt8]? {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            // Safe: the kernel writes at most as many bytes as there is room for.
            let count = unsafe part.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor.rawValue, buffer.baseAddress, buffer.count)
            }
            if count == 0 { return bytes }
            if count > 0 {
                bytes += part[..<count]
                guard bytes.count <= limit else { return nil }
            } else if errno != EINTR {
                throw SystemError.current(in: "read", subject: path)
            }
        }
    }
}
