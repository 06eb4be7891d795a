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

    /// Takes notice of how far the log of a run goes whose state was replaced just now: it may be behind that.
    mutating func noteReplaced(_ run: Int, head: UInt64, at now: Moment) {
        unconfirmedStates.forget(run)
        if runs[run].stateSequence > head { unconfirmedStates.note(run, at: now) }
    }

    /// The runs whose states their logs did not reach in time, some of them: whether each is to be doubted is asked next.
    mutating func takeUnconfirmed(at now: Moment) -> [Int] { unconfirmedStates.takeDue(at: now) }

    /// Stops believing a state if its log does not confirm it.
    ///
    /// - Parameters:
    ///   - run: Whose.
    ///   - head: How far its log goes.
    ///   - lacksEntries: Whether somebody is known to have more of it.
    ///   - changedAt: When it last moved, in monotonic nanoseconds.
    ///   - now: The time.
    /// - Returns: Whether the state is to be asked for anew.
    mutating func doubt(_ run: Int, head: UInt64, lacksEntries: Bool, changedAt: Int64, at now: Moment) -> Bool {
        let isDoubtful = unconfirmedStates.look(
            at: run,
            isAhead: runs[run].stateSequence > head,
            lacksEntries: lacksEntries,
            changedAt: changedAt,
            at: now
        )
        // Whoever is asked from above the head by somebody whose state is not at the head sends the whole state.
        if isDoubtful { runs[run].stateSequence = max(head, 1) - 1 }
        return isDoubtful
    }
}
