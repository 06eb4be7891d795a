import WebSocket

/// What a client knows of its server's silence.
struct ServerSilence {
    /// Whether anything came since the last look.
    var hasHeard = true

    /// How many looks in a row there was nothing.
    var beats = 0

    /// How often to look, in nanoseconds.
    var interval = WebSocketClient.heartbeat
}

extension WebSocketClient {
    /// How often a client looks whether its server is there, in nanoseconds; as often as a node looks after a client.
    static let heartbeat: Int64 = 20_000_000_000

    /// How many looks in a row without a sign, after a ping each, make a server silent: for a minute at least.
    static let silentBeats = 3

    /// Begins to look after an open connection.
    ///
    /// - Parameters:
    ///   - interval: How often, in nanoseconds.
    ///   - now: The time, in monotonic nanoseconds.
    func startHeartbeat(every interval: Int64 = heartbeat, at now: Int64) {
        silence.interval = interval
        // Thousands of clients that share a loop are looked after together, twenty times in each interval.
        let step = max(1, interval / 20)
        setDeadline(((now + interval) / step + 1) * step)
    }

    /// Asks a server that has been silent for a sign, and gives up on one that does not give any.
    ///
    /// One whose messages nobody takes, so that nothing is received, is not asked.
    func handleHeartbeat(at now: Int64) {
        silence.beats = silence.hasHeard || !isReading ? 0 : silence.beats + 1
        silence.hasHeard = false
        guard silence.beats < Self.silentBeats else { return end(with: .timedOut) }
        if silence.beats > 0, waitingByteCount < Self.outboxLimit { sendFrame(.ping, []) }
        startHeartbeat(every: silence.interval, at: now)
    }
}
