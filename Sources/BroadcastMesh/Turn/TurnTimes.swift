/// How long turns took by two clocks: the one on the wall, which tells what others waited for, and that of the loop's
/// thread, which tells what the node did in it, however busy the machine is with other things.
struct TurnTimes {
    /// How long turns took.
    private(set) var wall = TurnFigures()

    /// How long the loop's thread was on a processor from the end of one turn to the end of the next: for the turn, for
    /// the jobs before it and for the kernel, which is told what to wait for.
    private(set) var processor = TurnFigures()

    /// What the thread had spent when the last turn ended; `nil` before the first.
    private var spent: Int64?

    /// The longest turns of the last second or two, in nanoseconds.
    struct Longest: Equatable {
        /// By the clock on the wall, and by that of the thread.
        var wall: Int64
        var processor: Int64
    }

    /// Notes a turn.
    ///
    /// - Parameters:
    ///   - start: When it began, in monotonic nanoseconds.
    ///   - end: When it ended.
    ///   - spent: What the loop's thread has spent since it began to run, in nanoseconds.
    mutating func note(from start: Int64, to end: Int64, spent: Int64) {
        wall.note(max(0, end - start), endingAt: end)
        if let before = self.spent { processor.note(max(0, spent - before), endingAt: end) }
        self.spent = spent
    }

    /// The longest turns of the last whole second and of what has passed of this one.
    mutating func longestLately(at now: Int64) -> Longest {
        Longest(wall: wall.longestLately(at: now), processor: processor.longestLately(at: now))
    }
}
