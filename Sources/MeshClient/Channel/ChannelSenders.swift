/// Those who wait for their posts, until a node holds them.
struct ChannelSenders {
    private typealias Waiter<Answer> = (number: Int, continuation: CheckedContinuation<Answer, any Error>)

    private var lastNumber = 0

    /// By their keys.
    private var waiting: [String: [Waiter<String>]] = [:]
    private var keys: [Int: String] = [:]

    /// Those who wait for others to be held first; each looks again.
    private var crowd: [Waiter<Void>] = []

    /// A number for one who is going to wait.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func awaitAnswer(_ continuation: CheckedContinuation<String, any Error>, _ number: Int, key: String) {
        waiting[key, default: []].append((number, continuation))
        keys[number] = key
    }

    mutating func awaitRoom(_ continuation: CheckedContinuation<Void, any Error>, _ number: Int) {
        crowd.append((number, continuation))
    }

    /// Tells what became of a post, and that there may be room.
    mutating func answer(_ key: String, _ result: Result<String, ChannelError>) {
        for (number, continuation) in waiting.removeValue(forKey: key) ?? [] {
            keys[number] = nil
            continuation.resume(with: result.mapError { $0 })
        }
        let crowd = crowd
        self.crowd = []
        for (_, continuation) in crowd { continuation.resume() }
    }

    /// Takes notice that a task was cancelled.
    mutating func cancel(_ number: Int) {
        if let index = crowd.firstIndex(where: { $0.number == number }) {
            crowd.remove(at: index).continuation.resume(throwing: CancellationError())
        }
        guard let key = keys.removeValue(forKey: number),
            let index = waiting[key]?.firstIndex(where: { $0.number == number })
        else { return }
        waiting[key]?.remove(at: index).continuation.resume(throwing: CancellationError())
        if waiting[key]?.isEmpty == true { waiting[key] = nil }
    }
}
