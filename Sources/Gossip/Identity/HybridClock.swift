/// Gives times that only grow and that lie after every time seen (Kulkarni et al., Logical Physical Clocks, 2014).
///
/// Physical and logical part share one integer of microseconds: a node that hands out less than a million
/// times a second stays with the wall clock.
///
/// A time that the wall clock does not bear out, be it one that this node gave itself before its clock was set back, is
/// forgotten with the next time that is given; what was seen below it still counts.
struct HybridClock: Sendable {
    /// A time further ahead of the own wall clock than this does not move it, in microseconds: one node with
    /// a wrong date must not take the whole mesh into the future.
    static let tolerance: Int64 = 60_000_000

    /// How many times are remembered, each more than ``tolerance`` from the next: one, while no clock is wrong, and one more
    /// for each clock that is wrong in a way of its own.
    static let memory = 16

    /// The newest time given or seen, and before it the newest that is more than ``tolerance`` earlier, and so on.
    private var newest: [Int64] = []

    /// The newest time given or seen.
    var latest: Int64 { newest.last ?? 0 }

    /// The next time: the wall clock's, or just after the newest one that is within ``tolerance`` of it.
    mutating func next(at now: Moment) -> Int64 {
        while let last = newest.last, last > now.wall + Self.tolerance { newest.removeLast() }
        let time = max(now.wall, latest + 1)
        note(time)
        return time
    }

    /// Takes notice of a time from elsewhere.
    mutating func witness(_ time: Int64, at now: Moment) {
        guard time <= now.wall + Self.tolerance else { return }
        note(time)
    }

    private mutating func note(_ time: Int64) {
        // Nearly always it is the last one that moves, or that is a little later.
        var place = newest.count
        while place > 0, newest[place - 1] > time { place -= 1 }
        if place < newest.count, newest[place] - time <= Self.tolerance { return }
        if place > 0, time - newest[place - 1] <= Self.tolerance {
            newest[place - 1] = time
            return
        }
        newest.insert(time, at: place)
        if newest.count > Self.memory { newest.removeFirst() }
    }
}
