/// Nodes that end in the middle of what they do, and nodes that go back to an earlier disk.
extension WholeMesh {
    /// Has the process of a node end in the middle of a turn, if it runs.
    mutating func arm(_ host: Int, afterCalls count: Int, failsPower: Bool) {
        guard hosts[host].process != nil, hosts[host].fate.interruption == nil else { return }
        hosts[host].fate.interruption = WholeHost.Interruption(run: hosts[host].runs, failsPower: failsPower)
        hosts[host].disk.endProcess(afterCalls: count)
    }

    /// Ends a node, if it came to the call in its last turn that it does not outlive.
    ///
    /// Until that call it did what a node does; what it did afterwards in this turn can only have been to let clients go.
    ///
    /// - Returns: Whether it has ended.
    mutating func interruptIfDue(_ host: Int) -> Bool {
        guard let interruption = hosts[host].fate.interruption, interruption.run == hosts[host].runs,
            hosts[host].disk.isInterrupted
        else { return false }
        hosts[host].fate.interruption?.hasHappened = true
        hosts[host].fate.lastInterruptedRun = hosts[host].runs
        hosts[host].outages += 1
        excuseCuts(by: host)
        guard interruption.failsPower else {
            kill(host)
            return true
        }
        failPower(of: host)
        return true
    }

    /// The node starts again, if it has ended; otherwise it lives on.
    mutating func endInterruption(of host: Int) {
        guard let interruption = hosts[host].fate.interruption else { return }
        hosts[host].fate.interruption = nil
        guard interruption.hasHappened else {
            if interruption.run == hosts[host].runs { hosts[host].disk.endProcess(afterCalls: nil) }
            return
        }
        hosts[host].outages -= 1
        if interruption.failsPower { internet.restorePower(of: host) }
        start(host)
    }

    /// A machine loses its power.
    mutating func failPower(of host: Int) {
        excuseLastCuts(by: host)
        if hosts[host].disease.isFragile { hosts[host].disease.isDamaged = true }
        internet.failPower(of: host)
        hosts[host].disk.failPower(scenario.terrain.powerLuck)
        if hosts[host].process != nil { note(.death, on: host) }
        hosts[host].process = nil
        forgetDisk(of: host)
        abandon(host)
    }

    /// Copies the data directory of a node that runs.
    mutating func backUp(_ host: Int) {
        let seed = scenario.seed &+ UInt64(host) << 32 &+ UInt64(hosts[host].runs) << 48 &+ 1
        hosts[host].fate.backup = (hosts[host].disk.copied(seed: seed), hosts[host].disease.isDamaged)
    }

    /// Puts the copy in the place of the data directory, and starts the node on it.
    mutating func restoreBackup(of host: Int) {
        guard let backup = hosts[host].fate.backup else { return }
        hosts[host].fate.backup = nil
        kill(host)
        hosts[host].disk = backup.disk
        if backup.isDamaged { hosts[host].disease.isDamaged = true }
        hosts[host].disk.set(hosts[host].disease.temper)
        start(host)
    }
}
