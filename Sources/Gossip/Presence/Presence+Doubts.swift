extension Presence {
    /// When ``takeUnconfirmed(at:)``, ``reviewClaims(at:into:)``, ``goOnExchanging(into:)`` or ``goOnAppearing(into:)`` has
    /// something to do, in monotonic nanoseconds.
    var deadline: Int64 {
        min(unconfirmedStates.deadline, claimReview.deadline, exchanges.deadline, appearances.deadline)
    }

    /// The nodes whose current runs have states that are ahead of their logs, or doubted, and are looked at again.
    ///
    /// - Parameter head: How far the log of a run goes.
    /// - Returns: Their names, in the order of their numbers.
    func unconfirmedNodes(head: (Int) -> UInt64) -> [String] {
        members.filter { member in
            guard let run = member.currentRun, unconfirmedStates.isNoted(run) else { return false }
            return isDoubted(run) || runs[run].stateSequence > head(run)
        }.map(\.name)
    }

    /// Whether the state of a run is not believed.
    func isDoubted(_ run: Int) -> Bool { unconfirmedStates.isDoubted(run) }

    /// The lowest number of a state of a run that was doubted here, whatever has come in its place; `nil` if none was.
    func doubtedSequence(of run: Int) -> UInt64? { unconfirmedStates.doubtedSequence(of: run) }

    /// Up to which entry the state of a run is known: one that is doubted may give way to any that goes as far as the log.
    ///
    /// Whoever is asked from above the head by somebody whose state is not at the head sends the whole state.
    func knownSequence(of run: Int, head: UInt64) -> UInt64 {
        let sequence = runs[run].stateSequence
        return isDoubted(run) ? min(sequence, max(head, 1) - 1) : sequence
    }

    /// As of which entry others are told the state of a run: what is doubted here must not be confirmed by their logs.
    func toldSequence(of run: Int) -> UInt64 {
        guard !unconfirmedStates.isBeyondLogs(run) else { return MessageID.sequenceLimit }
        let sequence = runs[run].stateSequence
        return isDoubted(run) ? max(sequence, doubtedSequence(of: run) ?? 0) : sequence
    }

    /// Takes notice of how far the log of a run goes whose state was replaced just now: it may be behind that.
    mutating func noteReplaced(_ run: Int, head: UInt64, at now: Moment) {
        if runs[run].stateSequence > head {
            unconfirmedStates.note(run, upTo: runs[run].stateSequence, at: now)
        } else {
            unconfirmedStates.forget(run)
        }
    }

    /// Takes notice that a gap was passed over which may have changed the state of a run.
    mutating func noteIncomplete(_ run: Int, at now: Moment) { unconfirmedStates.noteIncomplete(run, at: now) }

    /// Takes notice of how far the log of a run has come.
    ///
    /// - Returns: Whether others are to be told the state, since it is confirmed after a doubt.
    mutating func confirm(_ run: Int, head: UInt64) -> Bool { unconfirmedStates.confirm(run, head: head) }

    /// The runs whose states their logs did not reach in time, some of them: whether each is to be doubted is asked next.
    mutating func takeUnconfirmed(at now: Moment) -> [Int] { unconfirmedStates.takeDue(at: now) }

    /// Stops believing a state if its log does not confirm it.
    ///
    /// It stays, with the number that it came with, until another comes; when nobody had one for long, entries change it from
    /// where the log is.
    ///
    /// - Parameters:
    ///   - run: Whose.
    ///   - head: How far its log goes.
    ///   - knownHead: How far that of anybody goes, as far as is known.
    ///   - changedAt: When it last moved, in monotonic nanoseconds.
    ///   - now: The time.
    /// - Returns: Whether the state is to be asked for anew.
    mutating func doubt(_ run: Int, head: UInt64, knownHead: UInt64, changedAt: Int64, at now: Moment) -> Bool {
        switch unconfirmedStates.look(at: run, head: head, knownHead: knownHead, changedAt: changedAt, at: now) {
        case .nothing: return false
        case .ask: return true
        case .settle:
            runs[run].stateSequence = head
            return true
        }
    }
}
