/// When to look after which client: the owner of everything that time does to clients.
///
/// A deadline is never taken out: whom it was set for is asked, when it passes, whether it still means anything.
struct Deadlines {
    /// What a deadline is for.
    enum Matter: Equatable, CaseIterable {
        /// The end of a closing connection.
        case closing

        /// A sign of life.
        case heartbeat

        /// A sign of life that was asked for.
        case sign

        /// What has begun to arrive: a head, a body, a message.
        case progress
    }

    private var closings = TimeoutQueue<ClientReference>(duration: Patience.closing)
    private var heartbeats = TimeoutQueue<ClientReference>(duration: Patience.heartbeat)
    private var signs = TimeoutQueue<ClientReference>(duration: Patience.sign)
    private var progress = TimeoutQueue<ClientReference>(duration: Patience.progress)
    private var absence = Absence()

    /// When the next one passes, in monotonic nanoseconds.
    var next: Int64? {
        [closings.deadline, heartbeats.deadline, signs.deadline, progress.deadline].compactMap(\.self).min()
    }

    /// Sets one.
    mutating func set(_ matter: Matter, for client: ClientReference, at now: Int64) {
        change(matter) { $0.append(client, at: now) }
    }

    /// Takes out the next one of a kind that has passed.
    mutating func popPassed(_ matter: Matter, at now: Int64) -> ClientReference? {
        change(matter) { $0.popExpired(at: now) }
    }

    /// Notes, at the end of a turn, when the next must come at the latest, whoever asks for it.
    ///
    /// - Parameters:
    ///   - deadline: That time, in monotonic nanoseconds; one that has passed asks for a turn at once.
    ///   - now: The time of this turn.
    mutating func expectTurn(_ deadline: Int64?, at now: Int64) {
        absence.expect(deadline, at: now)
    }

    /// Takes in that a turn has come, and moves all deadlines by as long as the node was away.
    ///
    /// - Parameter now: Monotonic nanoseconds.
    /// - Returns: By how much everything else that waits for clients must be moved.
    mutating func beginTurn(at now: Int64) -> Int64 {
        let lag = absence.lag(at: now)
        if lag > 0 {
            for matter in Matter.allCases { change(matter) { $0.postpone(by: lag) } }
        }
        return lag
    }

    private mutating func change<Result>(
        _ matter: Matter,
        _ body: (inout TimeoutQueue<ClientReference>) -> Result
    ) -> Result {
        switch matter {
        case .closing: body(&closings)
        case .heartbeat: body(&heartbeats)
        case .sign: body(&signs)
        case .progress: body(&progress)
        }
    }
}
