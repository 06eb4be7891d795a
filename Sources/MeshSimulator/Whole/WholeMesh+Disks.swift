extension WholeMesh {
    /// Something begins to be wrong with a disk.
    mutating func begin(_ trouble: WholeFault.DiskTrouble, on host: Int) {
        hosts[host].disease.troubles.append(trouble)
        hosts[host].disk.set(hosts[host].disease.temper)
        switch trouble {
        case .failing, .lying: hosts[host].disease.isFragile = true
        case .flipped, .misdirected:
            hosts[host].disease.isDamaged = true
            hosts[host].disk.damageSomewhere(isMisdirected: trouble == .misdirected)
        case .full: hosts[host].disease.lastFullRun = hosts[host].runs
        case .slow: break
        }
    }

    /// A part of a data directory is gone.
    mutating func remove(on host: Int) {
        if hosts[host].disk.removeSegment() { hosts[host].disease.isDamaged = true }
    }

    /// A node counts as lost what was in a part that is gone, until somebody moves the rest away: then it begins with what its
    /// peers hold.
    mutating func repair(_ host: Int) {
        guard hosts[host].disease.isDamaged else { return }
        kill(host)
        replaceDisk(of: host)
        start(host)
    }

    /// Processes of a machine may open nothing more, or may again; what a node has to write it may not be able to.
    mutating func setDescriptors(of host: Int, lack change: Int) {
        hosts[host].disease.exhaustions += change
        let isLacking = hosts[host].disease.exhaustions > 0
        if isLacking { hosts[host].disease.lastFullRun = hosts[host].runs }
        hosts[host].disk.set(hosts[host].disease.temper)
        internet.set(lacksDescriptors: isLacking, on: host)
    }

    /// The disk is as it should be.
    mutating func end(_ trouble: WholeFault.DiskTrouble, on host: Int) {
        if let index = hosts[host].disease.troubles.firstIndex(of: trouble) {
            hosts[host].disease.troubles.remove(at: index)
        }
        hosts[host].disk.set(hosts[host].disease.temper)
    }

    /// How long a node has waited for its disk in its last turn.
    mutating func waitingTime(of host: Int) -> Int64 {
        // A disk that fails tries for long before it says so, and meanwhile everybody goes on sending.
        if hosts[host].disk.takeFailureCount() > 0 { return dice.pick(10_000_000...1_000_000_000) }
        let waits = hosts[host].disk.takeWaitCount()
        guard waits > 0, hosts[host].disease.troubles.contains(.slow) else { return 0 }
        return Int64(waits) * dice.pick(5_000_000...200_000_000)
    }

    /// A node does not start: it may refuse a disk that is damaged, and whoever runs it puts an empty one in its place;
    /// it may want for room, and is started again.
    mutating func handleRefusal(of host: Int, _ reason: String) {
        let disease = hosts[host].disease
        if disease.isDamaged {
            replaceDisk(of: host)
            queue.schedule(.start(host: Int32(host)), at: internet.now + 100_000_000)
        } else if !disease.troubles.isEmpty || disease.exhaustions > 0 || gear.names.isTroubled {
            queue.schedule(.start(host: Int32(host)), at: internet.now + 300_000_000)
        } else {
            judge.object(.didNotStart(node: "n\(host)", reason: reason))
        }
    }

    /// A node has ended by itself: it was asked to, or cannot go on; whoever runs it starts it again.
    mutating func reap(_ host: Int) {
        guard let process = hosts[host].process else { return }
        excuseCuts(by: host)
        recordings?.end(host, hosts[host].runs)
        internet.kill(process.network.process)
        hosts[host].disk.endProcess()
        hosts[host].process = nil
        note(.death, on: host)
        guard hosts[host].outages == 0 else { return }
        let disease = hosts[host].disease
        if disease.troubles.isEmpty, disease.exhaustions == 0, !disease.refusesToWrite(in: hosts[host].runs) {
            judge.object(.didNotStart(node: "n\(host)", reason: "it ended by itself"))
        }
        queue.schedule(.start(host: Int32(host)), at: internet.now + dice.pick(100_000_000...500_000_000))
    }

    /// Puts an empty disk in the place of one that is damaged.
    mutating func replaceDisk(of host: Int) {
        hosts[host].disk = SimulatedDisk(seed: scenario.seed &+ UInt64(host) << 32 &+ UInt64(hosts[host].runs) << 48)
        hosts[host].disease.isFragile = false
        hosts[host].disease.isDamaged = false
    }
}
