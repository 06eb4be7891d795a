extension Simulation {
    /// How many timers of a node may be due in a second.
    static let timerLimit = 20_000

    /// Counts a timer, and reports a node that wants to be woken all the time.
    mutating func countTimer(of process: Int) {
        let second = now / .seconds(1)
        if processes[process].turn.timers.second != second { processes[process].turn.timers = (second, 0) }
        processes[process].turn.timers.count += 1
        guard processes[process].turn.timers.count == Self.timerLimit else { return }
        report(.spins(node: name(of: process), timers: Self.timerLimit))
    }
}
