import Reactor

/// Reads something again whenever it is asked to, on a thread of its own: a file that nobody writes, or whose disk is gone,
/// holds nothing else up.
///
/// One reading at a time; whatever is asked for meanwhile is one more.
struct Rereading: Sendable {
    private let wishes: AsyncStream<Void>.Continuation

    /// Waits to be asked.
    ///
    /// - Parameters:
    ///   - read: Reads; it may block, for ever.
    ///   - take: Takes what was read.
    init<Value: Sendable>(
        _ read: @escaping @Sendable () -> Value,
        then take: @escaping @Sendable (Value) async -> Void
    ) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        wishes = continuation
        Task {
            for await _ in stream {
                let value = await withCheckedContinuation { continuation in
                    do throws(SystemError) {
                        try BackgroundThread.start { continuation.resume(returning: read()) }
                    } catch {
                        // There is no room for a thread.
                        continuation.resume(returning: read())
                    }
                }
                await take(value)
            }
        }
    }

    /// Asks for it.
    func ask() { wishes.yield() }
}
