/// Those who wait for their posts: first for room, each in its turn, then until a node holds them.
struct ChannelSenders {
    /// One who posts.
    struct Sender {
        fileprivate let number: Int

        /// What it posts.
        let post: ChannelPost

        /// The key that it gave.
        let key: String?

        fileprivate let continuation: CheckedContinuation<String, any Error>
    }

    private var lastNumber = 0

    /// By their keys.
    private var waiting: [ExactText: [Sender]] = [:]
    private var keys: [Int: ExactText] = [:]

    /// Those who wait for room, by their numbers.
    private var crowd: [Int: Sender] = [:]

    /// The numbers in the order in which they came, also of some who wait no more.
    private var queue: ArraySlice<Int> = []

    /// A number for one who is going to wait.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Somebody posts, behind all who came before.
    mutating func add(
        _ post: ChannelPost,
        key: String?,
        _ continuation: CheckedContinuation<String, any Error>,
        _ number: Int
    ) {
        crowd[number] = Sender(number: number, post: post, key: key, continuation: continuation)
        queue.append(number)
    }

    /// Whose turn it is, of those who wait for room.
    mutating func first() -> Sender? {
        while let number = queue.first {
            if let sender = crowd[number] { return sender }
            queue.removeFirst()
        }
        return nil
    }

    /// The post of the first one is sent under this key: it waits for the answer.
    mutating func admit(_ sender: Sender, as key: String) {
        let key = ExactText(key)
        crowd[sender.number] = nil
        waiting[key, default: []].append(sender)
        keys[sender.number] = key
    }

    /// The post of the first one is not sent.
    mutating func refuse(_ sender: Sender, _ error: ChannelError) {
        crowd[sender.number] = nil
        sender.continuation.resume(throwing: error)
    }

    /// Tells what became of a post.
    mutating func answer(_ key: String, _ result: Result<String, ChannelError>) {
        for sender in waiting.removeValue(forKey: ExactText(key)) ?? [] {
            keys[sender.number] = nil
            sender.continuation.resume(with: result.mapError { $0 })
        }
    }

    /// Takes notice that a task was cancelled.
    mutating func cancel(_ number: Int) {
        if let sender = crowd.removeValue(forKey: number) {
            sender.continuation.resume(throwing: CancellationError())
            // While no node answers, those who give up are not to be remembered.
            if queue.count > 2 * crowd.count + 64 { queue = queue.filter { crowd[$0] != nil }[...] }
        }
        guard let key = keys.removeValue(forKey: number),
            let index = waiting[key]?.firstIndex(where: { $0.number == number })
        else { return }
        waiting[key]?.remove(at: index).continuation.resume(throwing: CancellationError())
        if waiting[key]?.isEmpty == true { waiting[key] = nil }
    }
}
