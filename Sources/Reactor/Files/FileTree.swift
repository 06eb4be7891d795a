import Glibc

/// The regular files below a folder, read at once.
public enum FileTree {
    /// A file, by its path below the folder: `images/logo.svg`.
    public typealias Leaf = (path: String, bytes: [UInt8])

    /// How deep folders may nest.
    private static let deepest = 32

    /// Reads them, sorted by their paths.
    ///
    /// What begins with a dot is passed over, and so is whatever is neither a regular file nor a folder: a symbolic link
    /// leads out of a folder.
    ///
    /// - Parameters:
    ///   - folder: Where it is.
    ///   - limit: How many bytes they may have together.
    ///   - count: How many there may be.
    /// - Returns: The files; `nil` when there are more, or more bytes, or folders nest deeper than 32 times.
    /// - Throws: `opendir PATH: …`, `open PATH: …`.
    public static func read(_ folder: String, limit: Int, count: Int) throws(SystemError) -> [Leaf]? {
        var found: [Leaf] = []
        var room = limit
        guard try read(Directory(folder), "", into: &found, &room, count, depth: 0) else { return nil }
        return found.sorted { $0.path < $1.path }
    }

    private static func read(
        _ folder: Directory,
        _ prefix: String,
        into found: inout [Leaf],
        _ room: inout Int,
        _ count: Int,
        depth: Int
    ) throws(SystemError) -> Bool {
        guard depth < deepest else { return false }
        for name in try folder.names() {
            let path = folder.path(of: name)
            switch type(of: path) {
            case S_IFDIR:
                let inner = Directory(path)
                guard try read(inner, "\(prefix)\(name)/", into: &found, &room, count, depth: depth + 1) else {
                    return false
                }
            case S_IFREG:
                guard found.count < count, let bytes = try File(path, .read).readToEnd(limit: room) else {
                    return false
                }
                room -= bytes.count
                found.append((prefix + name, bytes))
            default:
                continue
            }
        }
        return true
    }

    /// What a path leads to, without going along a symbolic link; 0 for nothing.
    private static func type(of path: String) -> mode_t {
        var status = stat()
        // Safe: the kernel fills a structure of ours.
        return unsafe lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }
}
