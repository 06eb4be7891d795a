/// The limits that no configuration changes, each with its reason.
extension Node {
    /// What one call receives from a client that sends many small messages: the two thousand shortest there are.
    ///
    /// From who sends large ones it receives more, up to the whole buffer.
    static let smallestPortion = 16 << 10

    /// What one call receives however many clients there are, in bytes.
    static let leastPortion = 4 << 10

    /// What it receives from a client however many wait to be served, in bytes.
    static let crowdedPortion = 1 << 10

    /// What it costs to find that a WebSocket has to wait, since its channel is crowded, in looks: it is taken out of the row of
    /// those who are ready, and put back.
    static let looksToHoldUp = 8

    /// How many timers of one kind are handled in one turn: those of clients that came together fall due together.
    static let timersPerTurn = 512

    /// How many of one kind are handled however little is left of a turn.
    static let leastTimers = 8

    /// From how many bytes on clients share the body of an answer; copying fewer is cheaper than another call.
    static let sharedBodyBytes = 8 << 10

    /// How many bytes of its own a client may leave unread before it is cut off: thousands of error events.
    static let unreadPrivateBytes = 64 << 10

    /// What those who ask for figures get of each turn, in nanoseconds, however much others ask of it.
    static let leastForAskers = 250_000

    /// How many clients that newer figures have overtaken are cut off in a turn at least, however much others ask of it.
    static let leastOvertaken = 8
}
