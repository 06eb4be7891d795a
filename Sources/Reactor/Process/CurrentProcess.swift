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

    /// The value of a variable of the environment; `nil` when there is none.
    public static func environmentVariable(_ name: String) -> String? {
        // Safe: nobody changes the environment of a running program here, and the text is copied.
        unsafe getenv(name).map { unsafe String(cString: $0) }
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
