/// What is done to runs beside what is appended to their logs.
extension LogStore {
    /// How far the log of a run goes.
    func head(of origin: Int) -> UInt64 { origins[origin].log.head }

    /// When the log of a run last moved, in monotonic nanoseconds.
    func lastChange(of origin: Int) -> Int64 { origins[origin].changedAt }

    /// The epoch of the oldest run of a node that is neither closed nor over for ever, but for some.
    func oldestOpenRun(of member: Int, except closing: Set<Int> = []) -> UInt64? {
        let run = origins[member: member].runs.all.first { !origins[$0].log.isBarred && !closing.contains($0) }
        return run.map { origins[$0].epoch }
    }

    /// The number of a node.
    mutating func member(namedOrNew name: String) -> Int { origins.member(namedOrNew: name) }

    /// Takes notice of which nodes the own file names.
    mutating func name(_ names: Set<String>) { origins.name(names) }

    /// The numbers of nodes that somebody names, as far as there is room for new ones.
    mutating func members(linkedAs names: [String]) -> [Int] {
        names.compactMap { origins.member(linkedAs: $0, limit: limits.members) }
    }

    /// Takes notice of a snapshot: who knows less of a run cannot learn it from entries here.
    mutating func raiseSnapshotFloor(of origin: Int, to sequence: UInt64) {
        origins[origin].log.snapshotFloor = max(origins[origin].log.snapshotFloor, sequence)
    }

    /// Takes notice that a snapshot above the head of its run was none.
    mutating func lowerSnapshotFloor(of origin: Int) {
        origins[origin].log.snapshotFloor = min(origins[origin].log.snapshotFloor, origins[origin].log.head)
    }

    /// Counts of a run as many messages as it had when it was closed.
    mutating func count(atLeast messages: UInt64, of origin: Int) {
        guard messages > origins[origin].log.messageCount else { return }
        origins.updateLog(of: origin) { $0.count(atLeast: messages) }
    }

    /// Takes notice of how much of a run of this node a neighbour holds.
    ///
    /// - Parameters:
    ///   - head: Its newest entry.
    ///   - origin: The run.
    ///   - frameLimit: The longest frame that it takes, in bytes; `nil` for one that takes all that this node does.
    mutating func noteConfirmation(_ head: UInt64, of origin: Int, frameLimit: Int?) {
        // Nothing else has it meanwhile, and so nothing is copied.
        var confirmed = ConfirmedEntries()
        swap(&confirmed, &origins[origin].confirmed)
        let learnt = confirmed.note(
            min(head, origins[origin].log.head),
            limit: frameLimit ?? .max,
            oldest: origins[origin].log.floor
        ) { range in
            guard let frameLimit else { return [] }
            return longMessages(in: range, of: origin, above: frameLimit)
        }
        swap(&confirmed, &origins[origin].confirmed)
        confirmations.note(learnt)
    }

    /// The held messages of a run, amongst some entries, that are longer than a limit in bytes.
    private func longMessages(
        in range: ClosedRange<UInt64>,
        of origin: Int,
        above limit: Int
    ) -> [(sequence: UInt64, length: Int)] {
        let log = origins[origin].log
        return log.heldRuns(in: range).joined().compactMap { sequence in
            guard case .post(let post) = log.piece(at: sequence) else { return nil }
            let length = channels[existing: post.channel].records[post.record].length
            return length > limit ? (sequence, length) : nil
        }
    }

    /// Compares the hash of a log with what somebody else says it is, or takes that over where it is not known here.
    ///
    /// - Parameters:
    ///   - hash: The other one; 0 says nothing.
    ///   - sequence: Up to which entry.
    ///   - origin: The run.
    /// - Returns: Whether there are two histories of the run; `false` where that cannot be told.
    @discardableResult
    mutating func noteHash(_ hash: UInt64, upTo sequence: UInt64, of origin: Int) -> Bool {
        guard hash != 0, sequence > 0, sequence == origins[origin].log.head, !origins[origin].log.isBarred else {
            return false
        }
        guard origins[origin].log.hash.isKnown else {
            origins[origin].log.hash.learn(hash)
            return false
        }
        return origins[origin].log.hash.value != hash
    }

    /// How often two different entries came under one number.
    var forkCount: Int { forks.count }

    /// Takes notice of another entry than the one that is held under its number.
    ///
    /// - Returns: Whether that is to be told.
    mutating func noteFork(of origin: Int) -> Bool { forks.note(in: origins[origin].identity) }
}
