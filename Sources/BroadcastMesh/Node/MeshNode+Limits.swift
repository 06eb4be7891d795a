/// The limits that no configuration changes, each with its reason.
extension MeshNode {
    /// What one call receives at most, in bytes: large enough for thousands of chat lines, small enough for the cache.
    static let receiveBufferBytes = 256 << 10

    /// What one call receives from a client that sends many small messages: the two thousand shortest there are.
    ///
    /// From who sends large ones it receives more, up to the whole buffer.
    static let smallestPortion = 16 << 10

    /// What one call receives however many clients there are, in bytes.
    static let leastPortion = 4 << 10

    /// What it receives from a client however many wait to be served, in bytes.
    static let crowdedPortion = 1 << 10

    /// How many connections are accepted before it is asked again who waits longest.
    static let acceptsPerPortion = 64

    /// How many timers of one kind are handled in one turn: those of clients that came together fall due together.
    static let timersPerTurn = 512

    /// How many clients are woken in one turn, and how many at least, whatever else it did.
    static let wakesPerTurn = 256
    static let leastWakesPerTurn = 8

    /// How much may wait, in bytes, behind what the clients of a channel are just given, before those who post there are
    /// read from no more; and before none of the peers is, whose messages are for any channel.
    static let crowdedBytes = 64 << 10
    static let overcrowdedBytes = 1 << 20

    /// How many messages may wait behind it.
    static let crowdedMessages = 4096

    /// How many bytes one client that is behind is sent in one turn, so that it does not hold up the others.
    static let catchUpBytes = 64 << 10

    /// How many bytes of its own a client may leave unread before it is cut off: thousands of error events.
    static let unreadPrivateBytes = 64 << 10

    /// How often clients that are behind are looked at, in nanoseconds.
    static let behindCheckInterval: Int64 = 250_000_000
}
