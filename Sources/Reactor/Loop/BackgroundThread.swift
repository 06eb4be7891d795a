/// Threads for work that blocks, and that nobody waits for.
public enum BackgroundThread {
    /// Starts a thread that runs `body` and then ends.
    ///
    /// A thread costs some 20 µs; for what waits for a disk that is nothing.
    ///
    /// - Parameter body: What to do; it tells its result to whoever is to know.
    /// - Throws: `pthread_create: …` when the process may have no more threads.
    public static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        try startThread(body)
    }
}
