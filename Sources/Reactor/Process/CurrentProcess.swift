import Glibc

/// The process that runs this code.
public enum CurrentProcess {
    /// The path of the program that it runs.
    ///
    /// `nil` where `/proc` is not mounted.
    public static var program: String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        // Safe: the kernel writes no more than the array holds.
        let count = unsafe readlink("/proc/self/exe", &path, path.count)
        return count > 0 ? String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    /// Words that the program was given are bytes that are no text: to repair them would make others of them.
    public struct NotText: Error, Equatable, CustomStringConvertible {
        /// What it is, in words.
        public let description: String
    }

    /// What the program was called with, its own name first.
    ///
    /// As the kernel tells it: the standard library looks for it beside the environment, which a library that was loaded
    /// before the program may have moved.
    ///
    /// - Throws: ``NotText``, for the first that is not UTF-8.
    public static func arguments() throws(NotText) -> [String] {
        guard let bytes = try? File("/proc/self/cmdline", .read).readToEnd(limit: longestCommandLine), !bytes.isEmpty
        else {
            return CommandLine.arguments
        }
        // A zero ends each.
        let words = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
        var arguments: [String] = []
        for word in words {
            guard let argument = String(validating: word, as: UTF8.self) else {
                let shown = String(decoding: word, as: UTF8.self)
                throw NotText(description: "argument \(arguments.count), \"\(shown)\", is not UTF-8")
            }
            arguments.append(argument)
        }
        return arguments
    }

    /// More than the kernel lets a program be called with, in bytes.
    private static let longestCommandLine = 16 << 20

    /// The value of a variable of the environment; `nil` when there is none.
    ///
    /// - Throws: ``NotText`` when it is not UTF-8. The value is not shown: it may be a secret.
    public static func environmentVariable(_ name: String) throws(NotText) -> String? {
        // Safe: nobody changes the environment of a running program here, and the text is copied.
        guard let bytes = unsafe getenv(name) else { return nil }
        guard let value = unsafe String(validatingCString: bytes) else {
            throw NotText(description: "\(name) in the environment is not UTF-8")
        }
        return value
    }

    /// Stops the process until somebody lets it go on, as a shell does with `fg`.
    public static func pause() {
        _ = kill(getpid(), SIGSTOP)
    }

    /// Ends the process as `kill -9` does: nothing is finished, closed or said.
    public static func crash() -> Never {
        _ = kill(getpid(), SIGKILL)
        // Not reached: nobody can hold that signal up.
        abort()
    }

    /// Ends the process at once; 0 says that it did what it was asked for.
    public static func exit(_ status: CInt) -> Never {
        Glibc.exit(status)
    }
}
