import Bytes
import Gossip

/// The disk of a host whose node keeps a journal, and what the judge knows of it.
struct Disk: Sendable {
    /// What was written.
    var frames: [UInt8] = []

    /// What somebody had got who read every channel from the start, when it was written.
    var observers: [Reader] = []

    /// The messages that were stored then, with second copies.
    var stored = Bitset()

    /// How many messages had been counted as lost.
    var lostCount = 0
}

extension Process {
    /// Has those who look at it go on where they were when the disk was written.
    mutating func resume(from disk: Disk) {
        witnessed.observers = disk.observers
        for channel in witnessed.observers.indices {
            witnessed.observers[channel].cursor = node.channels[channels[channel]]?.frames.end ?? 0
        }
        witnessed.stored = disk.stored
        witnessed.lostBefore = disk.lostCount
    }
}

extension Simulation {
    /// Writes what came since the last time; nothing is sent to anybody before that.
    mutating func writeJournal(of process: Int) {
        let host = processes[process].host
        guard scenario.hosts[host].keepsJournal, processes[process].node.hasJournalOutput else { return }
        var extent = JournalExtent()
        while processes[process].node.hasJournalOutput {
            processes[process].node.produceJournal(
                into: &machines[host].disk.frames,
                noting: &extent,
                limit: Self.writeLimit
            )
        }
        machines[host].disk.observers = processes[process].witnessed.observers
        machines[host].disk.stored = processes[process].witnessed.stored
        machines[host].disk.lostCount = processes[process].lostCount
    }

    /// Gives a new process what its host's disk has.
    func restore(_ node: inout GossipNode, from disk: Disk, at moment: Moment) {
        var extent = JournalExtent()
        do {
            try node.restore(disk.frames.span, noting: &extent, at: moment)
        } catch {
            preconditionFailure("a journal is not what was written")
        }
        node.finishRestoring(at: moment)
    }
}
