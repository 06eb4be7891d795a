extension Channel {
    /// Finds out anew up to when messages count, once ``settle(by:)`` was called, since the wall clock was set.
    ///
    /// Where it was set back, nothing that is held counts for more than what comes now: else it would stay until its time
    /// comes, and what comes would go before it. Where it was set forward, what is believed now counts by its time.
    ///
    /// - Parameters:
    ///   - latest: The latest time that retention believes now.
    ///   - isBack: Whether it was set back.
    mutating func recount(upTo latest: Int64, isBack: Bool) {
        let records = records
        if isBack {
            ahead.bound(order.numbers { records[$0].time > latest }, to: latest)
        } else {
            ahead.keepAll { records[$0].time > latest }
        }
    }
}
