/// What must hold of logs and channels between two events.
extension LogStore {
    /// Checks all of it, which is a look at every run and every channel.
    func checkInvariants() {
        checkArrivals()
        let counted = channels.countedTotals
        let charged = channels.totals.chargedBytes
        precondition(charged == counted.chargedBytes, "retention charges something else than the channels are")
        precondition(channels.totals.fullCount == counted.fullCount, "other channels count as full than are")
        let sums = origins.countedSums
        precondition(sums.messages == counted.messages, "logs and channels hold different messages")
        precondition(sums.namingBytes == origins.namingBytes, "the names in gaps take something else than is counted")
        precondition(clock.hash == sums.clockHash &+ closedClockHash, "the hash of the clock is not that of the heads")
    }

    /// Checks after an event what there is time for: all of it, in a store that is small.
    ///
    /// None of the sums can be told from a part of what they are of. So a store of many runs or channels is looked at whole
    /// as well, as often as costs what a small one does; see ``CheckRound``.
    mutating func checkAfterEvent() {
        checkArrivals()
        if round.isDue(among: max(origins.placeCount, channels.count)) { checkInvariants() }
    }

    private func checkArrivals() {
        precondition(arrivals.last.map { origins[$0.origin].number != nil } ?? true, "an entry came of a closed run")
    }
}
