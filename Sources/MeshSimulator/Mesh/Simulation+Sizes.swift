import Gossip

extension Simulation {
    /// How long something may wait in a mesh at peace, in nanoseconds: what only the dead could send is given up
    /// after ten rounds of a second.
    static let longestWait: Int64 = .seconds(12)

    /// Lets things happen up to a time, and looks now and then whether a node grows beyond its bounds.
    mutating func runWatched(until end: Int64, progress: (Double) -> Void) {
        while now < end {
            run(until: min(now + Self.lookInterval, end), progress: progress)
            for violation in sizes.flatMap(\.violations) { report(violation) }
        }
    }

    /// Reports what waits in vain, and is not given up.
    mutating func checkLeftovers() {
        let start = now
        // What a liar told of is asked for in vain first, so that a round takes longer.
        let longest = villains.areThere ? 3 * Self.longestWait : Self.longestWait
        while now - start < longest, !sizes.allSatisfy(\.leftovers.isEmpty) {
            run(until: now + Self.lookInterval)
        }
        for violation in sizes.flatMap(\.leftovers) { report(violation) }
    }

    private var sizes: [NodeSize] {
        // In the middle of a turn a node may have more; one that is paused may be in the middle of one.
        processes.indices.filter {
            processes[$0].isAlive && !processes[$0].turn.isDirty && machines[processes[$0].host].pauses == 0
        }
        .map { process in
            NodeSize(
                name: name(of: process),
                queues: processes[process].node.queues,
                limits: processes[process].node.queueLimits,
                messageBytes: processes[process].node.messageMemory,
                messageLimit: scenario.settings.retention.bytes
            )
        }
    }
}
