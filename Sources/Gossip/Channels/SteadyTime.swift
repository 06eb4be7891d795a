/// What time it is for retention: the wall clock's, less the leaps ahead that it has made within the time for which
/// messages are kept.
///
/// So a clock that leaps ahead makes no message older, and is believed once whatever was held before has been held for
/// as long as messages are. Where the clock is set back, see ``WallClock``, its leaps are undone first; what is held then
/// counts as if it had come at that moment, see ``Channel/recount(upTo:isBack:)``.
struct SteadyTime {
    /// A clock that is off by no more than this against the monotonic one has not been set, in microseconds.
    static let smallestStep = HybridClock.tolerance

    /// How many leaps are told apart; with more, the last one and the next are one, of the later time.
    static let leapLimit = 8

    private struct Leap {
        /// When, in monotonic nanoseconds.
        var at: Int64

        /// How far, in microseconds.
        var size: Int64
    }

    /// By how much the wall clock was ahead of the monotonic one when it was last set, in microseconds.
    private var offset: Int64?

    private var leaps: [Leap] = []

    /// Microseconds since 1970.
    ///
    /// A leap counts at once, be it noted or not.
    ///
    /// - Parameter now: The time.
    /// - Returns: The time that retention goes by.
    func time(at now: Moment) -> Int64 { now.wall - leaps.reduce(max(step(at: now) ?? 0, 0)) { $0 + $1.size } }

    /// By how much the wall clock was set since that was last noted, in microseconds; `nil` when it was not.
    private func step(at now: Moment) -> Int64? {
        guard let offset else { return nil }
        let step = now.wall - now.monotonic / 1000 - offset
        return abs(step) > Self.smallestStep ? step : nil
    }

    /// Takes notice of the time.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - seconds: How long messages are kept.
    /// - Returns: By how much the wall clock was set since the last call, in microseconds; `nil` when it was not.
    mutating func note(_ now: Moment, keeping seconds: Int) -> Int64? {
        leaps.removeAll { (now.monotonic - $0.at) / 1_000_000_000 >= Int64(seconds) }
        let step = step(at: now)
        if offset == nil || step != nil { offset = now.wall - now.monotonic / 1000 }
        guard let step else { return nil }
        if step > 0 { leap(by: step, at: now.monotonic) } else { undo(-step) }
        return step
    }

    private mutating func leap(by size: Int64, at monotonic: Int64) {
        var leap = Leap(at: monotonic, size: size)
        if leaps.count == Self.leapLimit, let last = leaps.popLast() { leap.size += last.size }
        leaps.append(leap)
    }

    private mutating func undo(_ size: Int64) {
        var left = size
        while left > 0, var last = leaps.popLast() {
            let part = min(left, last.size)
            left -= part
            last.size -= part
            if last.size > 0 { leaps.append(last) }
        }
    }
}
