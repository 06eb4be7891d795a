import Synchronization

/// What has arrived of a channel and was not taken: the connection's thread puts it in, any thread takes it out.
final class ArrivedMessages: Sendable {
    private enum Arrival {
        /// A message, and how far all that came were put in with it.
        case message(BroadcastChannel.Message, ChannelProgress)
        case gap(lost: Int, after: BroadcastChannel.Position?)
    }

    private struct State {
        var arrivals: ArraySlice<Arrival> = []

        /// Of what was taken.
        var position: BroadcastChannel.Position?

        /// The same with messages behind others that came before them, and were not taken yet: no place to go on from.
        var ahead: BroadcastChannel.Position?
        var isOpen = false
        var isFinished = false

        /// Who waits for something to arrive, or for the channel to be heard; each looks again at what it waits for.
        var takers: [CheckedContinuation<Void, Never>] = []

        /// Who waits for everything to be taken.
        var givers: [CheckedContinuation<Void, Never>] = []

        /// Takes notice that a message was taken.
        mutating func note(_ message: BroadcastChannel.Message, _ progress: ChannelProgress) {
            if progress == .whole, ahead == nil {
                position?.see(message.id)
                return
            }
            ahead = ahead ?? position
            ahead?.see(message.id)
            switch progress {
            case .whole:
                position = ahead
                ahead = nil
            case .upTo(let other): position = other
            case .unknown: break
            }
        }

        /// Takes notice that somebody was told of a loss.
        mutating func pass(_ end: BroadcastChannel.Position) {
            // What waits and was not taken may lie before it.
            if ahead == nil { position?.pass(end) } else { ahead?.pass(end) }
        }
    }

    private enum Outcome {
        case taken(BroadcastChannel.Message)
        case lost(Int)
        case finished
        case wait
    }

    private let state: Mutex<State>

    /// Told of each node at which the channel is heard, as its URL.
    private let onOpen: @Sendable (String) -> Void

    /// Nothing has arrived.
    init(after position: BroadcastChannel.Position?, onOpen: @escaping @Sendable (String) -> Void = { _ in }) {
        state = Mutex(State(position: position))
        self.onOpen = onOpen
    }

    /// What was taken of the channel; `nil` as long as it was never heard.
    var position: BroadcastChannel.Position? { state.withLock { $0.position } }

    /// The channel is heard, at a node.
    func open(at position: BroadcastChannel.Position, of node: String = "") {
        onOpen(node)
        update { state in
            state.isOpen = true
            if state.position == nil { state.position = position }
        }
    }

    /// Puts a message in.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - progress: How far all that came are put in now.
    func add(_ message: BroadcastChannel.Message, _ progress: ChannelProgress) {
        update { $0.arrivals.append(.message(message, progress)) }
    }

    /// Puts in that messages are lost, which whoever is told of them and goes on from a position is not told again.
    func addGap(lost: Int, after end: BroadcastChannel.Position? = nil) {
        update { $0.arrivals.append(.gap(lost: lost, after: end)) }
    }

    /// Nothing more will come.
    func finish() {
        update { $0.isFinished = true }
    }

    /// Changes the state, and wakes those who wait for that.
    private func update(_ body: (inout sending State) -> Void) {
        let woken = state.withLock { state in
            body(&state)
            let takers = state.takers
            state.takers = []
            guard state.isFinished else { return takers }
            defer { state.givers = [] }
            return takers + state.givers
        }
        for continuation in woken { continuation.resume() }
    }

    /// Waits until everything is taken, or nothing will be.
    func waitUntilTaken() async {
        await withCheckedContinuation { continuation in
            let isTaken = state.withLock { state in
                guard !state.arrivals.isEmpty, !state.isFinished else { return true }
                state.givers.append(continuation)
                return false
            }
            if isTaken { continuation.resume() }
        }
    }

    /// Waits until the channel is heard; not longer than its task is wanted.
    func waitUntilOpen() async {
        // Whoever else waits may be woken for something of its own.
        while state.withLock({ !$0.isOpen && !$0.isFinished }), !Task.isCancelled {
            await wait { $0.isOpen || $0.isFinished }
        }
    }

    /// The next message; `nil` once nothing more comes, or the task was cancelled.
    ///
    /// - Throws: ``ChannelError/overtaken(lost:)``.
    func next() async throws(ChannelError) -> BroadcastChannel.Message? {
        while !Task.isCancelled {
            switch takeNext() {
            case .taken(let message): return message
            case .lost(let count): throw .overtaken(lost: count)
            case .finished: return nil
            case .wait: await wait { !$0.arrivals.isEmpty || $0.isFinished }
            }
        }
        return nil
    }

    private func takeNext() -> Outcome {
        let (outcome, woken) = state.withLock { state -> (Outcome, [CheckedContinuation<Void, Never>]) in
            guard let arrival = state.arrivals.popFirst() else { return (state.isFinished ? .finished : .wait, []) }
            var woken: [CheckedContinuation<Void, Never>] = []
            if state.arrivals.isEmpty { swap(&woken, &state.givers) }
            switch arrival {
            case .gap(let lost, let end):
                if let end { state.pass(end) }
                return (.lost(lost), woken)
            case .message(let message, let progress):
                state.note(message, progress)
                return (.taken(message), woken)
            }
        }
        for continuation in woken { continuation.resume() }
        return outcome
    }

    private func wait(until isOver: @Sendable (borrowing State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !isOver(state), !Task.isCancelled else { return true }
                    state.takers.append(continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            update { _ in }
        }
    }
}
