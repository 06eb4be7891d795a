extension File {
    /// Where a path leads that is written in a file: a relative one starts in the folder of that file.
    ///
    /// - Parameters:
    ///   - path: What is written there.
    ///   - file: The path of the file.
    /// - Returns: The path for a process that has opened the file by its own.
    public static func path(_ path: String, namedIn file: String) -> String {
        guard path.utf8.first != UInt8(ascii: "/"), let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return path
        }
        return file[...slash] + path
    }
}
