/// What lives on an event loop and owns the sockets that it watches.
///
/// An actor on the loop enters itself without a hop, for the loop's thread is its executor:
///
///     nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
///         assumeIsolated { $0.turn(events) }
///     }
public protocol TurnHandler: AnyObject, Sendable {
    /// Does the work of one turn of the loop, on the loop's thread.
    ///
    /// A turn comes when sockets became ready, when the deadline passed, when jobs of actors on the loop ran (they may
    /// have changed what is to be sent), once after the handler was attached, and now and then for no reason.
    ///
    /// - Parameter events: All that became ready since the last turn, at most one event a socket; may be empty.
    /// - Returns: When the next turn must come at the latest, by ``Clock/monotonic()``; `nil` for no such time.
    func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64?
}

/// One watched socket that is ready.
///
/// Readiness is a level: it is reported again each turn, until the bytes are read or the interest is changed.
public struct ReadyEvent: Equatable, Sendable {
    /// The token under which the socket is watched.
    ///
    /// The kernel reports descriptors, not owners: a number may be closed and used again within one batch of events.
    /// So a token carries a slot and that slot's generation, and an event of an older generation is dropped.
    public var token: UInt64

    /// Whether there is something to receive or accept, an end or an error included.
    public var isReadable: Bool

    /// Whether there is room to send, or a connection attempt was decided.
    public var isWritable: Bool

    /// Whether the socket failed or both directions are closed; reported whatever the interest.
    public var isHungUp: Bool

    /// Describes readiness, as a test may want to.
    public init(token: UInt64, isReadable: Bool = false, isWritable: Bool = false, isHungUp: Bool = false) {
        self.token = token
        self.isReadable = isReadable
        self.isWritable = isWritable
        self.isHungUp = isHungUp
    }
}

/// What a handler wants to hear about a socket.
///
/// The empty set pauses a socket: only a hang-up is reported then, and it is reported each turn.
public struct Interest: OptionSet, Sendable {
    /// One bit for each direction.
    public let rawValue: UInt8

    /// Makes a set of its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Something to receive or accept.
    public static let read = Interest(rawValue: 1)

    /// Room to send, or the end of a connection attempt.
    public static let write = Interest(rawValue: 2)

    /// Both.
    public static let readWrite: Interest = [.read, .write]
}
