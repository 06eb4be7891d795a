/// How far something is that a client has begun to send.
struct Arriving: Equatable {
    /// What it is.
    enum Part: Equatable {
        /// Requests that wait for the answer to the one before to be read, or messages that wait for the next turn.
        case waiting

        /// A request's head; on a new connection also before its first byte.
        case head

        /// A request's body.
        case body

        /// A WebSocket message.
        case message
    }

    /// What it is.
    var kind: Part

    /// When its first byte came, and the last so far, in monotonic nanoseconds.
    var begin: Int64
    var latest: Int64

    /// How many bytes of it are kept.
    var count: Int

    /// Whether it has taken too long.
    ///
    /// A head may take ``Patience/head``. Else it may take ``Patience/message``, and a second more for every ``Patience/leastRate`` bytes that came; a body may not
    /// stop for ``Patience/bodySilence``. What stops within a WebSocket message is a matter of pings.
    ///
    /// - Parameter now: Monotonic nanoseconds.
    /// - Returns: `true` when nobody waits for the rest any more.
    func isLate(at now: Int64) -> Bool {
        switch kind {
        case .waiting: false
        case .head: now - begin >= Patience.head
        case .body: now - latest >= Patience.bodySilence || isTooSlow(at: now)
        case .message: isTooSlow(at: now)
        }
    }

    private func isTooSlow(at now: Int64) -> Bool {
        now - begin >= Patience.message + Int64(count) * 1_000_000_000 / Patience.leastRate
    }
}
