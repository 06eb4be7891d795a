/// States of runs that came as snapshots ahead of the logs here, until the logs have caught up with them.
///
/// A snapshot hides every change up to its number. One that says more than there is would hide them for good, and so a
/// state that its log does not reach is not believed for ever.
struct UnconfirmedStates {
    /// For how long a log may not move before a state ahead of it is doubted, in nanoseconds.
    static let patience: Int64 = .milliseconds(10_000)

    /// How often neighbours are asked for a state that is doubted.
    static let attemptLimit = 6

    private struct Entry {
        var origin: Int
        var lookAt: Int64
        var attempts = 0
    }

    private var entries: [Entry] = []

    /// When something is to be done; monotonic nanoseconds.
    var deadline: Int64 { entries.reduce(.max) { min($0, $1.lookAt) } }

    /// Takes notice of a state that is ahead of its log.
    mutating func note(_ origin: Int, at now: Moment) {
        forget(origin)
        entries.append(Entry(origin: origin, lookAt: now.monotonic + Self.patience))
    }

    /// Takes notice that a state was replaced.
    mutating func forget(_ origin: Int) {
        entries.removeAll { $0.origin == origin }
    }

    /// The states to doubt now, each up to ``attemptLimit`` times.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - isAhead: Whether the state of an origin is still ahead of its log.
    ///   - changedAt: When the log of an origin last moved.
    /// - Returns: The numbers of their origins.
    mutating func takeDoubtful(
        at now: Moment,
        isAhead: (Int) -> Bool,
        changedAt: (Int) -> Int64
    ) -> [Int] {
        guard deadline <= now.monotonic else { return [] }
        var doubtful: [Int] = []
        entries.removeAll { $0.attempts == 0 && !isAhead($0.origin) }
        for index in entries.indices where entries[index].lookAt <= now.monotonic {
            let quietSince = changedAt(entries[index].origin)
            if entries[index].attempts == 0, now.monotonic - quietSince < Self.patience {
                entries[index].lookAt = quietSince + Self.patience
                continue
            }
            entries[index].attempts += 1
            entries[index].lookAt = now.monotonic + Self.patience
            doubtful.append(entries[index].origin)
        }
        entries.removeAll { $0.attempts >= Self.attemptLimit }
        return doubtful
    }
}

extension GossipNode {
    /// Takes over the state of a run as somebody else has it.
    ///
    /// Nobody knows this node's own state better than itself, nor that of a neighbour better than that neighbour.
    mutating func adopt(_ state: RunState, at sequence: UInt64, of origin: Int, from number: Int, at now: Moment) {
        guard origin != ownRun else {
            // The mesh is told of entries of this run that this process never made.
            if sequence > origins[ownRun].log.head { incarnation.noteForeign(epoch) }
            return
        }
        guard sequence > origins[origin].stateSequence else { return }
        if let direct = directLink(to: origin), direct != number, sequence > origins.peerLogs[origin, direct].head {
            return
        }
        journal?.noteChange(of: origin)
        mark(.snapshotTaken)
        replaceState(of: origin, by: state, at: sequence)
        unconfirmedStates.forget(origin)
        if sequence > origins[origin].log.head { unconfirmedStates.note(origin, at: now) }
    }

    /// Stops believing states that their logs do not confirm, and asks for them anew.
    mutating func doubtStates(at now: Moment) {
        let doubtful = unconfirmedStates.takeDoubtful(
            at: now,
            isAhead: { origins[$0].stateSequence > origins[$0].log.head },
            changedAt: { origins[$0].changedAt }
        )
        for origin in doubtful {
            let head = origins[origin].log.head
            // Whoever is asked from above the head by somebody whose state is not at the head sends the whole state.
            origins[origin].stateSequence = head > 0 ? head - 1 : 0
            origins[origin].log.snapshotFloor = min(origins[origin].log.snapshotFloor, head)
            let best = directLink(to: origin) ?? links.indices.first { links[$0].phase == .open }
            guard let best, links[best].asks.count < settings.limits.answers else { continue }
            links[best].asks.append(Ask(origin: origin, lower: head + 1, upper: head + 1))
        }
    }

    /// The open link to the very node whose current run this is.
    private func directLink(to origin: Int) -> Int? {
        guard isCurrent(origin) else { return nil }
        return links.indices.first {
            links[$0].phase == .open && links[$0].isConfirmed && links[$0].peer == origins[origin].node
        }
    }
}
