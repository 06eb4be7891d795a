/// Entries that nobody holds: how many of them a turn has time for.
extension Repair {
    /// Whether there is time in this turn for more of them.
    var hasTimeForGaps: Bool { gaps.isOpen }

    /// Whether a gap of an origin may be taken: one at a time, and as long as there is time for it.
    mutating func mayTakeGap(of origin: Int, at now: Moment) -> Bool {
        gaps.note(now)
        return gaps.isOpen && !gaps.isUnderWay(of: origin)
    }

    /// Takes time for something, as much as it takes to take in so many entries.
    mutating func spendOnGaps(_ items: Int) { gaps.spend(items) }

    /// The next turn goes on with a gap of an origin, and with what is held back behind it.
    mutating func putOff(_ gap: GapUnderWay, of origin: Int, at now: Moment) {
        gaps.putOff(gap, of: origin)
        noteReady(origin, at: now)
    }

    /// Takes out the gap of an origin that waited for this turn, if there is one.
    mutating func takeGapUnderWay(of origin: Int) -> GapUnderWay? { gaps.takeUnderWay(of: origin) }

    /// Begins a turn.
    mutating func beginTurn(at now: Moment) { gaps.beginTurn(at: now) }
}
