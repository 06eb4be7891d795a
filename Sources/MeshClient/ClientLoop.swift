public import Reactor
import Synchronization
import SystemTLS

/// The thread that clients live on; thousands of them can share one.
///
/// Each client is an actor on the loop, so what arrives on its socket reaches it without a hop and without a lock.
public actor ClientLoop: TurnHandler {
    /// How much is read from a socket at once, in bytes: a batch of small messages costs one call.
    private static let receiveSize = 128 << 10

    private let loop: EventLoop
    private var entries: [UInt64: Entry] = [:]
    private var lastToken: UInt64 = 0
    private var sweepThreshold = 64
    private var nextDeadline: Int64?

    /// What connections under TLS share.
    var contexts: [ServerTrust: TLSContext] = [:]
    private var buffer = [UInt8](repeating: 0, count: receiveSize)

    /// A client, for as long as somebody else holds it.
    private struct Entry {
        weak var owner: (any ClientStreamOwner)?
        var deadline: Int64?
    }

    /// Starts the thread.
    public init() throws(SystemError) {
        loop = try EventLoop()
        loop.attach(self)
    }

    /// The executor of the loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// What every client on the loop returns as its `unownedExecutor`.
    @safe nonisolated var executor: UnownedSerialExecutor { loop.executor }

    /// Ends the thread; its clients' sockets are no longer served.
    ///
    /// The shared loop is never stopped.
    public nonisolated func stop() {
        loop.stop()
    }

    /// The loop of clients that are given none; it stays for as long as the process.
    ///
    /// - Throws: When the thread cannot be started.
    public static func shared() throws(SystemError) -> ClientLoop {
        try sharedLoop.withLock { loop throws(SystemError) in
            if let loop { return loop }
            let new = try ClientLoop()
            loop = new
            return new
        }
    }

    private static let sharedLoop = Mutex<ClientLoop?>(nil)

    /// Does the work of one turn.
    package nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
    }

    private func turn(_ events: borrowing [ReadyEvent]) -> Int64? {
        // Taken out for the turn, so that a client may write into it while the loop is not.
        var buffer = self.buffer
        self.buffer = []
        defer { self.buffer = buffer }
        for index in events.indices {
            let event = events[index]
            guard let owner = entries[event.token]?.owner else { continue }
            owner.assumeIsolated { $0.handleReady(event, using: &buffer) }
        }
        if let deadline = nextDeadline, deadline <= Clock.monotonic() { expire(at: Clock.monotonic()) }
        return nextDeadline
    }

    private func expire(at now: Int64) {
        let due = entries.filter { $0.value.deadline.map { $0 <= now } ?? false }
        for token in due.keys { entries[token]?.deadline = nil }
        nextDeadline = entries.values.compactMap(\.deadline).min()
        for entry in due.values {
            entry.owner?.assumeIsolated { $0.handleDeadline(at: now) }
        }
    }
}

/// What the clients on the loop's thread ask of it.
extension ClientLoop {
    /// Makes a client known and gives it the token for its socket.
    func add(_ owner: any ClientStreamOwner) -> UInt64 {
        // Clients that were let go leave an empty entry behind; looking for them is put off until they may be many.
        if entries.count >= sweepThreshold {
            entries = entries.filter { $0.value.owner != nil }
            sweepThreshold = max(64, entries.count * 2)
        }
        lastToken += 1
        entries[lastToken] = Entry(owner: owner)
        return lastToken
    }

    /// Forgets a client that is done.
    func remove(_ token: UInt64) {
        entries[token] = nil
    }

    /// Calls the client at a time, by the monotonic clock in nanoseconds; `nil` takes an earlier wish back.
    func setDeadline(_ deadline: Int64?, for token: UInt64) {
        entries[token]?.deadline = deadline
        guard let deadline else { return }
        nextDeadline = min(nextDeadline ?? deadline, deadline)
    }

    /// Where the sockets are, and are watched.
    nonisolated var network: LinuxNetwork { loop.network }
}

/// A client as the loop sees it.
protocol ClientStreamOwner: Actor {
    /// Its socket is ready; `buffer` is free to receive into until this returns.
    func handleReady(_ event: ReadyEvent, using buffer: inout [UInt8])

    /// The time it asked for has come.
    func handleDeadline(at now: Int64)
}
