/// What a checkpoint goes on to say of closed runs that are looked after as runs again.
extension GossipNode {
    /// Writes how many messages those runs of a node had of which something is known only since somebody said so when they
    /// were closed, and up to where all runs were closed before one of them was found again.
    ///
    /// The files that have their entries may be gone in part, and what said this goes with its own file. It comes behind how
    /// far these runs go: who reads that much of one counts what it knows less of, and holds none of them for over.
    func appendRecalledRuns(of member: Int, to output: inout [UInt8]) {
        var recalled = ClosedRuns()
        for run in origins[member: member].runs.all where origins[run].log.hasRecalledLosses {
            let (epoch, log) = (origins[run].epoch, origins[run].log)
            guard let run = ClosedRuns.Run(epoch: epoch, head: log.head, messages: log.messageCount) else { continue }
            recalled.insert(run, saying: nil)
        }
        appendClosedRuns(recalled, of: member, to: &output)
        let (closed, elsewhere) = (origins[member: member].closed, origins[member: member].closedElsewhere)
        // What somebody says of runs that begin later than this one it will say again.
        guard elsewhere.watermark > closed.watermark, elsewhere.watermark < epoch else { return }
        appendClosedRuns(elsewhere, of: member, to: &output)
    }
}
