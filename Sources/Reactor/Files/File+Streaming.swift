import Glibc

extension File {
    /// Whether it lies on a disk, and says the same to everybody who opens it.
    public var isRegular: Bool {
        var information = stat()
        // Safe: the kernel fills a structure of ours. It cannot fail for an open file.
        guard unsafe fstat(descriptor.rawValue, &information) == 0 else { return false }
        return information.st_mode & S_IFMT == S_IFREG
    }

    /// How much is read at a time, in bytes.
    private static let partLength = 64 << 10

    /// Reads on.
    ///
    /// - Parameter count: How many bytes; more than there are take no memory.
    /// - Returns: So many, unless there are fewer.
    /// - Throws: `read PATH: …`.
    public func readOn(_ count: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: min(count, Self.partLength))
        while bytes.count < count {
            let length = try readPart(&part, atMost: count - bytes.count)
            if length == 0 { break }
            bytes += part[..<length]
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
        var part = [UInt8](repeating: 0, count: Self.partLength)
        while true {
            let length = try readPart(&part, atMost: part.count)
            if length == 0 { return bytes }
            bytes += part[..<length]
            guard bytes.count <= limit else { return nil }
        }
    }

    /// Reads as much as there is room for, and no more than `limit` bytes.
    ///
    /// - Returns: How many bytes that were; 0 at the end.
    private func readPart(_ part: inout [UInt8], atMost limit: Int) throws(SystemError) -> Int {
        while true {
            // Safe: the kernel writes at most as many bytes as there is room for.
            let length = unsafe part.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor.rawValue, buffer.baseAddress, min(buffer.count, limit))
            }
            guard length < 0 else { return length }
            guard errno == EINTR else { throw SystemError.current(in: "read", subject: path) }
        }
    }
}
