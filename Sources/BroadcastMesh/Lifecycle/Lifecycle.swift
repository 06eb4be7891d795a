/// A node's life, each state with what exists in it.
///
///     created ──begin──▶ starting ──serve──▶ serving
///        │                  └────depart────────┴──────▶ stopping
///        └──────end──────────────end─────────────────────┴──────▶ stopped
///
/// Whoever waits for the end is kept in every state but the last, so nobody waits in vain, however it comes: a start that
/// failed, a stop, a disk that is full.
enum Lifecycle<Waiter> {
    /// Nothing is open yet.
    case created([Waiter])

    /// The sockets are open, since a moment in monotonic nanoseconds; peers are waited for.
    case starting(since: Int64, [Waiter])

    /// Clients are served.
    case serving([Waiter])

    /// Clients are sent away.
    case stopping(Departure, [Waiter])

    /// Everything is closed.
    case stopped

    /// How long a starting node waits for its peers, in nanoseconds.
    static var startPatience: Int64 { 2_000_000_000 }

    /// A node that was made and not started.
    init() { self = .created([]) }

    /// Whether the node serves.
    var phase: Phase {
        switch self {
        case .created: .created
        case .starting: .starting
        case .serving: .serving
        case .stopping: .stopping
        case .stopped: .stopped
        }
    }

    /// When a stopping node must be looked at again, in monotonic nanoseconds.
    var deadline: Int64? {
        if case .stopping(let departure, _) = self { departure.next } else { nil }
    }

    /// Whether a starting node need not wait for its peers any longer.
    ///
    /// - Parameters:
    ///   - isComplete: Whether all of them were heard.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: `false` when it must wait, or is not starting.
    func isReady(isComplete: Bool, at now: Int64) -> Bool {
        guard case .starting(let start, _) = self else { return false }
        return isComplete || now - start >= Self.startPatience
    }

    /// The sockets are open.
    mutating func begin(at now: Int64) {
        guard case .created(let waiters) = self else { preconditionFailure("a node was started twice") }
        self = .starting(since: now, waiters)
    }

    /// The peers were waited for.
    ///
    /// - Returns: Whether clients are served from now on; `false` when the node was stopped meanwhile.
    mutating func serve() -> Bool {
        guard case .starting(_, let waiters) = self else { return false }
        self = .serving(waiters)
        return true
    }

    /// The node is to stop.
    ///
    /// - Returns: Whether clients are to be sent away now; `false` when nobody is there, or they were.
    mutating func depart(at now: Int64) -> Bool {
        switch self {
        case .starting(_, let waiters), .serving(let waiters):
            self = .stopping(Departure(at: now), waiters)
            return true
        case .created, .stopping, .stopped:
            return false
        }
    }

    /// Whether a stopping node may close everything; see ``Departure``.
    mutating func mayEnd(with remains: Departure.Remains, isDiskBusy: Bool, at now: Int64) -> Bool {
        guard case .stopping(var departure, let waiters) = self else { return false }
        let mayEnd = departure.mayEnd(with: remains, isDiskBusy: isDiskBusy, at: now)
        self = .stopping(departure, waiters)
        return mayEnd
    }

    /// Everything is closed.
    ///
    /// - Returns: Who waited for that.
    mutating func end() -> [Waiter] {
        defer { self = .stopped }
        switch self {
        case .created(let waiters), .starting(_, let waiters), .serving(let waiters), .stopping(_, let waiters):
            return waiters
        case .stopped:
            return []
        }
    }

    /// Keeps somebody who waits for the end.
    ///
    /// - Returns: `false` when it has come.
    mutating func wait(_ waiter: Waiter) -> Bool {
        switch self {
        case .created(let waiters): self = .created(waiters + [waiter])
        case .starting(let start, let waiters): self = .starting(since: start, waiters + [waiter])
        case .serving(let waiters): self = .serving(waiters + [waiter])
        case .stopping(let departure, let waiters): self = .stopping(departure, waiters + [waiter])
        case .stopped: return false
        }
        return true
    }
}
