import Reactor

/// Reads something again whenever it is asked to, on a thread of its own: a file that nobody writes, or whose disk is gone,
/// holds nothing else up.
///
/// One reading at a time; whatever is asked for meanwhile is one more. One that does not come back is given up at the next
/// wish, and what it brings is thrown away: see ``ReadingQueue``.
actor Rereading<Value: Sendable> {
    private let read: @Sendable () -> Value
    private let take: @Sendable (Value) async -> Void
    private let tellLate: @Sendable () -> Void
    private var queue = ReadingQueue()

    /// Waits to be asked.
    ///
    /// - Parameters:
    ///   - read: Reads; it may block, for ever.
    ///   - tellLate: Tells people that a reading has not come back for ``ReadingQueue/patience``.
    ///   - take: Takes what was read.
    init(
        _ read: @escaping @Sendable () -> Value,
        whenLate tellLate: @escaping @Sendable () -> Void = {},
        then take: @escaping @Sendable (Value) async -> Void
    ) {
        self.read = read
        self.tellLate = tellLate
        self.take = take
    }

    /// Asks for it.
    func ask() {
        if let number = queue.ask(at: Clock.monotonic()) { begin(number) }
    }

    private func begin(_ number: Int) {
        Task {
            try await Task.sleep(nanoseconds: UInt64(ReadingQueue.patience))
            if queue.isLate(number) { tellLate() }
        }
        Task {
            let value = await withCheckedContinuation { [read] continuation in
                do throws(SystemError) {
                    try BackgroundThread.start { continuation.resume(returning: read()) }
                } catch {
                    // There is no room for a thread.
                    continuation.resume(returning: read())
                }
            }
            if queue.isNewest(number) { await take(value) }
            if let next = queue.finish(number, at: Clock.monotonic()) { begin(next) }
        }
    }
}
