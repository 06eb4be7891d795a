/// What a neighbour that keeps less than this node said is gone, and how long others have to bring it.
extension GapRequest {
    /// A neighbour says that what is missing is gone, and others may be about to bring it.
    ///
    /// - Parameters:
    ///   - refusal: What the neighbour says.
    ///   - others: Those that have told of nothing so far.
    ///   - now: The time.
    /// - Returns: Whether they still have the time.
    mutating func refuse(_ refusal: Refusal, awaiting others: [RepairSource], at now: Moment) -> Bool {
        if self.refusal?.sequence != refusal.sequence { self.refusal = refusal }
        self.refusal?.prolong(for: others, at: now)
        guard let known = self.refusal, now.monotonic < known.end else { return false }
        self.refusal?.isOver = false
        return true
    }

    /// Has the neighbour asked once more, when others had the time to bring it.
    mutating func noteTime(_ now: Moment) {
        guard let refusal, !refusal.isOver, refusal.end <= now.monotonic else { return }
        self.refusal?.isOver = true
        triedLinks.removeAll { $0 == refusal.link }
    }

    /// Takes notice of how far nothing is missing: what the neighbour said is gone may have come from another.
    mutating func endRefusal(above head: UInt64, at now: Moment) {
        guard let refusal, refusal.sequence <= head else { return }
        self.refusal = nil
        triedLinks.removeAll { $0 == refusal.link }
        hurry(at: now)
    }
}
