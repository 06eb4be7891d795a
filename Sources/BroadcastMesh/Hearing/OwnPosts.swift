import Synchronization

/// What the program that embeds a node posts, from any thread, until the node takes it in a turn of its own.
///
///     add ──▶ waiting ──popFirst──▶ taken ──answerTaken──▶ answered
///                │
///                └──withdraw──▶ answered: cancelled
///
/// Each channel has a line, and the lines take turns, so that nobody waits behind those whose channel is crowded. Nothing
/// bounds them: a post is held by the task that waits for its answer, and would be held by it anywhere else. What a turn
/// does for them is bounded by its budget.
final class OwnPosts: Sendable {
    /// How many channels are looked at for the next post: those that are crowded are not to cost a turn.
    static let looksAtOnce = 256

    /// Tells who posted the ID of the message, or why there is none.
    typealias Reply = @Sendable (Result<String, any Error>) -> Void

    /// A post that waits for its turn.
    struct Waiting {
        /// What is posted.
        let post: ChannelPost

        /// Who is told what becomes of it.
        let reply: Reply
    }

    private let state = Mutex(OwnPostLines())

    /// Whether somebody waits to be taken.
    var hasWaiting: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Whether somebody waits to be answered whose message is held.
    var hasTaken: Bool { state.withLock { !$0.taken.isEmpty } }

    /// How many numbers are kept; for tests.
    var lineCount: Int { state.withLock { $0.count } }

    /// A number for a post that is about to be added: what it can be withdrawn by.
    func number() -> Int {
        state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    /// Adds a post at the end of the line of its channel, or answers it when nothing is taken any more.
    ///
    /// - Returns: Whether the node must be given a turn: it knows of no other that waits.
    func add(_ post: ChannelPost, _ number: Int, _ reply: @escaping Reply) -> Bool {
        let (isFirst, failure) = state.withLock { state -> (Bool, ChannelError?) in
            if let failure = state.failure { return (false, failure) }
            state.add(Waiting(post: post, reply: reply), number)
            return (state.waiting.count == 1, nil)
        }
        if let failure { reply(.failure(failure)) }
        return isFirst
    }

    /// Takes a post away that was not taken yet; who posted it is told so.
    func withdraw(_ number: Int) {
        let waiting = state.withLock { $0.withdraw(number) }
        waiting?.reply(.failure(CancellationError()))
    }

    /// Takes the next post whose channel has room.
    ///
    /// - Parameter isCrowded: Whether a channel has none: then its line waits, and the others come first.
    /// - Returns: It; `nil` when there is none.
    func popFirst(unless isCrowded: ([UInt8]) -> Bool) -> Waiting? {
        var looks = state.withLock { min($0.order.count, Self.looksAtOnce) }
        while looks > 0, let channel = state.withLock({ $0.order.first }) {
            looks -= 1
            let isHeldBack = isCrowded(channel)
            let waiting = state.withLock { state -> Waiting? in
                // It may have been withdrawn meanwhile.
                guard state.order.first == channel else { return nil }
                guard isHeldBack else { return state.popFirst() }
                state.pass()
                return nil
            }
            if let waiting { return waiting }
        }
        return nil
    }

    /// Keeps a post that is held until it is written.
    func keep(_ taken: Waiting, _ id: String) { state.withLock { $0.taken.append((id, taken.reply)) } }

    /// Refuses a post that was taken out.
    func refuse(_ taken: Waiting, _ error: ChannelError) { taken.reply(.failure(error)) }

    /// Tells those whose messages are held that they are written, or why they will never be.
    func answerTaken(_ failure: ChannelError?) {
        let taken = state.withLock { state in
            defer { state.taken = [] }
            return state.taken
        }
        for (id, reply) in taken { reply(failure.map { .failure($0) } ?? .success(id)) }
    }

    /// Takes nothing any more, and tells all that wait why.
    func close(_ failure: ChannelError) {
        let waiting = state.withLock { $0.close(failure) }
        for one in waiting { one.reply(.failure(failure)) }
    }
}
