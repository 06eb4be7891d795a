/// What a checkpoint goes on to say of closed runs that are looked after as runs again.
extension GossipNode {
    /// Writes how many messages those of a node had of which something is known only since that was said when they were
    /// closed: the files that have their entries may be gone in part, and what said it goes with its own file.
    ///
    /// It comes behind how far these runs go: who reads that much of one counts what it knows less of.
    func appendRecalledRuns(of member: Int, to output: inout [UInt8]) {
        var recalled = ClosedRuns()
        for run in origins[member: member].runs.all where origins[run].log.hasRecalledLosses {
            let (epoch, log) = (origins[run].epoch, origins[run].log)
            guard let run = ClosedRuns.Run(epoch: epoch, head: log.head, messages: log.messageCount) else { continue }
            recalled.insert(run, saying: nil)
        }
        appendClosedRuns(recalled, of: member, to: &output)
    }
}
