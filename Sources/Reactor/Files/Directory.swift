import Glibc

/// A directory of the disk, by its path.
public struct Directory: Sendable {
    /// Where it is.
    public let path: String

    private let kept = KeptDirectory()

    /// Names a directory, which need not be there.
    public init(_ path: String) {
        self.path = path
    }

    /// The path of something in it.
    public func path(of name: String) -> String {
        path.hasSuffix("/") ? path + name : path + "/" + name
    }

    /// Makes the directory, and those above it, unless they are there, and waits until the disk has their names.
    ///
    /// - Throws: `mkdir PATH: …`; also when something else is in its place.
    public func create() throws(SystemError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            let parent = made.isEmpty ? "." : made
            made += made.isEmpty || made.hasSuffix("/") ? part : "/" + part
            if unsafe mkdir(made, 0o750) == 0 {
                try Directory(parent).sync()
                continue
            }
            guard errno != EEXIST else { continue }
            // One that may not be made may be there all the same, above a file system that is read only.
            let failure = SystemError.current(in: "mkdir", subject: made)
            guard unsafe access(made, F_OK) == 0 else { throw failure }
        }
    }

    /// The names of what is in it, sorted, without those that begin with a dot.
    ///
    /// - Throws: `opendir PATH: …`, or `readdir PATH: …` where the disk does not tell all of them.
    public func names() throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(path) else { throw SystemError.current(in: "opendir", subject: path) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        // Safe: an entry is read before the next call; its name ends with a zero, within the array.
        while let entry = unsafe try SystemError.unlessEnd(of: "readdir", subject: path, { unsafe readdir(stream) }) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Gives a file in it another name.
    ///
    /// A file that had the name goes; one or the other is there, whatever happens.
    ///
    /// - Throws: `rename PATH: …`.
    public func rename(_ name: String, to other: String) throws(SystemError) {
        guard unsafe Glibc.rename(path(of: name), path(of: other)) == 0 else {
            throw SystemError.current(in: "rename", subject: path(of: name))
        }
    }

    /// Removes a file in it.
    ///
    /// - Throws: `unlink PATH: …`.
    public func remove(_ name: String) throws(SystemError) {
        guard unsafe unlink(path(of: name)) == 0 else {
            throw SystemError.current(in: "unlink", subject: path(of: name))
        }
    }

    /// Waits until the disk has the names of what is in it.
    ///
    /// From the first time on it stays open, as long as somebody refers to it.
    ///
    /// - Throws: `fsync PATH: …`; `open PATH: …` the first time.
    public func sync() throws(SystemError) { try kept.sync(path) }
}
