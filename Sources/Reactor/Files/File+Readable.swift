import Glibc

extension File {
    /// Looks whether a file can be read, and takes nothing from it: it may be a pipe, which somebody else is to read.
    ///
    /// - Parameter path: Where it is.
    /// - Throws: `open PATH: …`, for a folder too.
    public static func requireReadable(_ path: String) throws(SystemError) {
        var information = stat()
        // Safe: the kernel reads the path and fills a structure of ours.
        guard unsafe access(path, R_OK) == 0, unsafe stat(path, &information) == 0 else {
            throw SystemError.current(in: "open", subject: path)
        }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            throw SystemError(call: "open", subject: path, code: EISDIR)
        }
    }
}
