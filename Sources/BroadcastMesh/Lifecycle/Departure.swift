/// How long a stopping node waits for those that it sent away, and for its disk; two of the five seconds that a stop may
/// take are left for peers.
struct Departure: Equatable {
    /// Who is still there.
    enum Remains {
        /// Nobody.
        case nobody

        /// HTTP connections alone: they are told once that the node is going, for a balancer asks once more.
        case requests

        /// WebSockets that have not answered the close frame, or have not ended their side.
        case webSockets
    }

    /// How long WebSockets are waited for, in nanoseconds.
    static let webSocketPatience: Int64 = 3_000_000_000

    /// How long open HTTP connections are still answered, in nanoseconds.
    static let requestPatience: Int64 = 1_000_000_000

    /// How long a thread that rewrites segments or waits for the disk is waited for, in nanoseconds: it has the directory,
    /// and is done in a moment.
    static let diskPatience: Int64 = 4_000_000_000

    /// When the node began to stop, in monotonic nanoseconds.
    private let begin: Int64

    /// When to look again, in monotonic nanoseconds.
    private(set) var next: Int64

    /// Begins now, and has the node looked at as soon as it can be.
    init(at now: Int64) {
        begin = now
        next = now
    }

    /// Whether everything may be closed.
    ///
    /// - Parameters:
    ///   - remains: Who is still there.
    ///   - isDiskBusy: Whether another thread uses the data directory.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: `false` when the node must be looked at again at ``next``.
    mutating func mayEnd(with remains: Remains, isDiskBusy: Bool, at now: Int64) -> Bool {
        let patience =
            switch remains {
            case .nobody: Int64(0)
            case .requests: Self.requestPatience
            case .webSockets: Self.webSocketPatience
            }
        let end = begin + max(patience, isDiskBusy ? Self.diskPatience : 0)
        // Whatever happens earlier brings a turn by itself.
        next = end
        return now >= end
    }
}
