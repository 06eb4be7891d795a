/// How long a node waits for its clients, in nanoseconds: every rule in one place.
///
/// What sets, moves and cancels each of them stands in the module's documentation, under "What ends a connection".
enum Patience {
    /// For a request's head, from its first byte to its last, or from the beginning of the connection.
    static let head: Int64 = 10_000_000_000

    /// For the next byte of a body.
    static let bodySilence: Int64 = 10_000_000_000

    /// For a body or a message to be complete, whatever its length.
    ///
    /// As long as a client may be silent: a phone in a tunnel goes on where it was.
    static let message: Int64 = 60_000_000_000

    /// How many bytes a second of a body or a message gain it more time, and of an answer after which we close.
    ///
    /// A tenth of what the slowest phones send. At one byte a second a message of 1 MiB would be held for twelve days.
    static let leastRate: Int64 = 1024

    /// How often a client is looked after, and pinged.
    static let heartbeat: Int64 = 20_000_000_000

    /// For any sign of life: three pings without an answer.
    static let silence: Int64 = 60_000_000_000

    /// For a sign of life from a client that may have come back over another connection, pinged once.
    ///
    /// A ping crosses the world in half a second, and a phone that sleeps answers within two. Where nobody does, the other connection
    /// stays; that waits five seconds for it, see `ClaimReview`.
    static let sign: Int64 = 3_000_000_000

    /// For the peer to close, once we have or want to, and have nothing left that it reads.
    static let closing: Int64 = 5_000_000_000

    /// How many bytes of each such time gain it as much again: what is read at ``leastRate``, and more than the last words
    /// have.
    static let closingBytes = UInt32(leastRate * closing / 1_000_000_000)

    /// How often as long is waited for that much more of an answer that has not come to its end: for ``message``.
    static let answerWaits = UInt8(message / closing)

    /// How often what has begun to arrive is looked at.
    static let progress: Int64 = 1_000_000_000
}
