/// Runs of which the journal lacks a stretch.
extension Repair {
    /// Whether the journal says that a run went further than here.
    func isBroken(_ origin: Int, above head: UInt64) -> Bool { (broken[origin] ?? 0) > head }

    /// Whether nobody has brought what a run lacks for so long that it counts as lost.
    ///
    /// - Parameters:
    ///   - origin: The run.
    ///   - isComplete: Whether all neighbours are there, and have told what they have.
    /// - Returns: Whether it does.
    func isGoneForGood(_ origin: Int, amongAll isComplete: Bool) -> Bool {
        guard let request = request(for: origin) else { return true }
        let rounds = isComplete ? min(BrokenRuns.rounds, lonelyRounds) : lonelyRounds
        return request.isUntrue || request.lonelyRounds >= rounds
    }
}
