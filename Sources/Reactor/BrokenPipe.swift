import Glibc

/// Keeps the signal of a pipe that nobody reads from ending a process that did not ask for that.
///
/// Sockets have a flag for it, files have not; and whether a whole program ignores the signal is not a library's to say.
enum BrokenPipe {
    /// Makes one call that may write to a pipe: that nobody reads it is then an error, `EPIPE`, and no signal.
    ///
    /// - Parameter call: The call; it tells of a failure by a negative number and `errno`.
    /// - Returns: What it returned, with `errno` as it left it.
    static func writing(_ call: () -> Int) -> Int {
        var (signals, pending, before) = (sigset_t(), sigset_t(), sigset_t())
        // Safe: all three sets are ours. None of these calls can fail with such arguments.
        unsafe sigpending(&pending)
        guard unsafe sigismember(&pending, SIGPIPE) == 0 else { return call() }
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
        let result = call()
        let failure = errno
        if result < 0, failure == EPIPE {
            // Of a blocked signal that was raised, one waits; of an ignored one, none.
            var noTime = timespec()
            _ = unsafe sigtimedwait(&signals, nil, &noTime)
        }
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        errno = failure
        return result
    }
}
