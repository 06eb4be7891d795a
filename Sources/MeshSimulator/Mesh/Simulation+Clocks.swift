import Gossip

/// What somebody who looked at a machine's clock all the time knows of it.
struct WitnessedClock: Sendable {
    /// How far the clock was off at its best, in microseconds.
    var greatest: Int64

    /// How far it was off at other times since the process started, in microseconds.
    var others: [Int64] = []

    /// Begins with a clock that is off by so much.
    init(_ offset: Int64) { greatest = offset }

    /// Somebody sets the clock.
    ///
    /// - Parameter offset: How far it is off then, in microseconds.
    /// - Returns: Whether the process may believe it, and so forget times that it has seen.
    mutating func set(to offset: Int64) -> Bool {
        let isBehind = offset < greatest - Self.tolerance
        // Set back to where it once was, somebody has set it right; else that is waited out.
        let mayBeRight = !others.isEmpty || abs(offset - greatest) <= Self.tolerance
        others.append(min(offset, greatest))
        greatest = max(greatest, offset)
        return isBehind && mayBeRight
    }

    /// By how much a clock may be set back and be believed at once, and how far ahead of it others are, in microseconds.
    static let tolerance: Int64 = 60_000_000
}

extension Simulation {
    /// Sets a wall clock.
    ///
    /// A time that was seen before it was set back, and that is believed, may be one that is not believed any more.
    mutating func moveClock(of host: Int, by microseconds: Int64) {
        machines[host].wallOffset += microseconds
        guard let process = machines[host].process else { return }
        if processes[process].witnessed.clock.set(to: machines[host].wallOffset) {
            processes[process].witnessed.newestTime = 0
        }
    }

    /// A message stands behind everything that its node has stored, whatever clocks say.
    private mutating func judgeRank(of stamp: Stamp, at process: Int) {
        let rank = scenario.sabotage == .forgetRanks ? 0 : stamp.rank
        // A liar may have said something of the highest rank that there is.
        guard !scenario.hasLiars, rank <= processes[process].witnessed.newestRank else { return }
        report(.stoodBefore(id: stamp.id.description))
    }

    /// The time of a message lies after all that its node has seen, and no further ahead of its clock than it follows others.
    mutating func judgeTime(of stamp: Stamp, at process: Int) {
        judgeRank(of: stamp, at: process)
        let witnessed = processes[process].witnessed
        if stamp.time <= witnessed.newestTime { report(.timeStoodStill(id: stamp.id.description)) }
        let latest = Self.wallAtZero + now / 1000 + witnessed.clock.greatest + WitnessedClock.tolerance
        let surplus = stamp.time - latest + (scenario.sabotage == .postdate ? 2 * WitnessedClock.tolerance : 0)
        // Each message of one instant is a microsecond later than the last.
        if surplus > 100_000 { report(.ahead(id: stamp.id.description, microseconds: surplus)) }
    }
}
