import Gossip

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
        // A liar may have said something of the highest rank that there is.
        guard !scenario.hasLiars, stamp.rank <= processes[process].witnessed.newestRank else { return }
        report(.stoodBefore(id: stamp.id.description))
    }

    /// The time of a message lies after all that its node has seen, and no further ahead of its clock than it follows others.
    mutating func judgeTime(of stamp: Stamp, at process: Int) {
        let stamp = scenario.sabotage?.spoil(stamp) ?? stamp
        judgeRank(of: stamp, at: process)
        let witnessed = processes[process].witnessed
        if stamp.time <= witnessed.newestTime { report(.timeStoodStill(id: stamp.id.description)) }
        let latest = Self.wallAtZero + now / 1000 + witnessed.clock.greatest + WitnessedClock.tolerance
        let surplus = stamp.time - latest
        // Each message of one instant is a microsecond later than the last.
        if surplus > 100_000 { report(.ahead(id: stamp.id.description, microseconds: surplus)) }
    }
}
