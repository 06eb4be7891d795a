extension Presence {
    /// When ``takeDoubtful(at:head:lacksEntries:changedAt:)``, ``reviewClaims(at:into:)`` or ``goOnExchanging(into:)`` has
    /// something to do, in monotonic nanoseconds.
    var deadline: Int64 { min(unconfirmedStates.deadline, claimReview.deadline, exchanges.deadline) }

    /// The runs whose states their logs did not reach.
    var runsBehindStates: [Int] { unconfirmedStates.runs }

    /// Whether the state of a run is not believed.
    func isDoubted(_ run: Int) -> Bool { unconfirmedStates.isDoubted(run) }

    /// Takes notice of how far the log of a run goes whose state was replaced just now: it may be behind that.
    mutating func noteReplaced(_ run: Int, head: UInt64, at now: Moment) {
        unconfirmedStates.forget(run)
        if runs[run].stateSequence > head { unconfirmedStates.note(run, at: now) }
    }

    /// Stops believing states that their logs do not confirm.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - head: How far the log of a run goes.
    ///   - lacksEntries: Whether somebody is known to have more of it.
    ///   - changedAt: When it last moved, in monotonic nanoseconds.
    /// - Returns: The runs whose states are to be asked for anew.
    mutating func takeDoubtful(
        at now: Moment,
        head: (Int) -> UInt64,
        lacksEntries: (Int) -> Bool,
        changedAt: (Int) -> Int64
    ) -> [Int] {
        guard unconfirmedStates.deadline <= now.monotonic else { return [] }
        let doubtful = unconfirmedStates.takeDoubtful(
            at: now,
            isAhead: { runs[$0].stateSequence > head($0) },
            lacksEntries: lacksEntries,
            changedAt: changedAt
        )
        for run in doubtful {
            // Whoever is asked from above the head by somebody whose state is not at the head sends the whole state.
            runs[run].stateSequence = max(head(run), 1) - 1
        }
        return doubtful
    }
}
