/// A node's life, each state with what exists in it.
///
///     created ──begin──▶ starting ──serve──▶ serving ──drain──▶ draining
///        │                  └────depart────────┴───────────────────┴──▶ stopping
///        └──────end──────────────end──────────────────────────────────────┴──▶ stopped
enum Lifecycle {
    /// Nothing is open yet.
    case created

    /// The sockets are open, since a moment in monotonic nanoseconds; peers are waited for.
    case starting(since: Int64)

    /// Clients are served.
    case serving

    /// Clients are served up to a moment, in monotonic nanoseconds; balancers are to find others until then.
    case draining(until: Int64)

    /// Clients are sent away.
    case stopping(Departure)

    /// Everything is closed.
    case stopped

    /// How long a starting node waits for its peers, in nanoseconds.
    static let startPatience: Int64 = 2_000_000_000

    /// For how long a node serves at most that is to stop, in nanoseconds: an hour, in which balancers find others.
    static let longestDrain: Int64 = 3_600_000_000_000

    /// A node that was made and not started.
    init() { self = .created }

    /// Whether the node serves.
    var phase: Phase {
        switch self {
        case .created: .created
        case .starting: .starting
        case .serving: .serving
        case .draining: .draining
        case .stopping: .stopping
        case .stopped: .stopped
        }
    }

    /// When a starting, a draining or a stopping node must be looked at again, in monotonic nanoseconds.
    var deadline: Int64? {
        switch self {
        case .starting(let start): start + Self.startPatience
        case .draining(let end): end
        case .stopping(let departure): departure.next
        case .created, .serving, .stopped: nil
        }
    }

    /// Whether a starting node need not wait for its peers any longer.
    ///
    /// - Parameters:
    ///   - isComplete: Whether all of them were heard.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: `false` when it must wait, or is not starting.
    func isReady(isComplete: Bool, at now: Int64) -> Bool {
        guard case .starting(let start) = self else { return false }
        return isComplete || now - start >= Self.startPatience
    }

    /// The sockets are open.
    mutating func begin(at now: Int64) {
        guard case .created = self else { preconditionFailure("a node was started twice") }
        self = .starting(since: now)
    }

    /// The peers were waited for.
    ///
    /// - Returns: Whether clients are served from now on; `false` when the node was stopped meanwhile.
    mutating func serve() -> Bool {
        guard case .starting = self else { return false }
        self = .serving
        return true
    }

    /// The node is to stop, after it has served for so many nanoseconds more.
    ///
    /// - Returns: Whether it serves until then; `false` when there is nothing to wait for.
    mutating func drain(for patience: Int64, at now: Int64) -> Bool {
        guard patience > 0 else { return false }
        switch self {
        case .serving: self = .draining(until: now + patience)
        case .draining: break
        case .created, .starting, .stopping, .stopped: return false
        }
        return true
    }

    /// Whether a draining node has served for long enough.
    func hasDrained(at now: Int64) -> Bool {
        guard case .draining(let end) = self else { return false }
        return now >= end
    }

    /// The node is to stop.
    ///
    /// - Returns: Whether clients are to be sent away now; `false` when nobody is there, or they were.
    mutating func depart(at now: Int64) -> Bool {
        switch self {
        case .starting, .serving, .draining:
            self = .stopping(Departure(at: now))
            return true
        case .created, .stopping, .stopped:
            return false
        }
    }

    /// Whether a stopping node may close everything; see ``Departure``.
    mutating func mayEnd(with remains: Departure.Remains, isDiskBusy: Bool, at now: Int64) -> Bool {
        guard case .stopping(var departure) = self else { return false }
        let mayEnd = departure.mayEnd(with: remains, isDiskBusy: isDiskBusy, at: now)
        self = .stopping(departure)
        return mayEnd
    }

    /// Everything is closed.
    mutating func end() {
        self = .stopped
    }
}
