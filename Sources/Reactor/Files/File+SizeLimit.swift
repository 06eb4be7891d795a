import Glibc

extension File {
    /// Makes writing beyond the size that a file of this process may have an error, `EFBIG`, rather than the end of the
    /// process (`ulimit -f`, setrlimit(2)).
    ///
    /// It is for a program to ask for: a library must not decide about the signals of its program.
    public static func ignoreSizeLimits() {
        _ = signal(SIGXFSZ, SIG_IGN)
    }
}
