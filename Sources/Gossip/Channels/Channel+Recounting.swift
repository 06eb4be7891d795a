extension Channel {
    /// Finds out anew of when messages are, once ``settle(by:)`` was called, since the wall clock was set.
    ///
    /// Where it was set back, nothing that is held is of later than what comes now: else it would stay until its time
    /// comes. Where it was set forward, what is believed now is of its time.
    ///
    /// - Parameters:
    ///   - latest: The latest time that retention believes now.
    ///   - isBack: Whether it was set back.
    mutating func recount(upTo latest: Int64, isBack: Bool) {
        let records = records
        if isBack {
            let more = order.numbers { records[$0].rank > latest }
            ages.renew(with: more.map { (latest, $0) }) { min($1, latest) }
        } else {
            ages.renew { number, before in
                let time = records[number].time <= latest ? records[number].time : before
                return time == records[number].rank ? nil : time
            }
        }
    }
}
