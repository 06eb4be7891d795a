import Bytes

extension GossipNode {
    /// Takes back what ``produceJournal(into:noting:limit:)`` and ``produceCheckpoint(into:)`` wrote in an earlier run.
    ///
    /// What is already known is passed over, so a stretch may be read twice. A restart is to a node what a long
    /// partition is: what it lacks, the links will bring.
    ///
    /// - Parameters:
    ///   - frames: Whole frames.
    ///   - extent: What takes note of them.
    ///   - isBehindHole: Whether a stretch of the journal before these is missing, though nobody let go what it had: what
    ///     they go on behind may have been messages. Neighbours are asked for it, and what none has counts as lost.
    ///   - now: The time.
    /// - Throws: ``JournalError`` when these are not such frames.
    public mutating func restore(
        _ frames: Span<UInt8>,
        noting extent: inout JournalExtent,
        isBehindHole: Bool = false,
        at now: Moment
    ) throws(JournalError) {
        defer { checkInDebugBuilds() }
        precondition(links.all.isEmpty && journal == nil, "a journal is read before the node speaks to anybody")
        do throws(TruncatedInput) {
            var offset = 0
            while let range = try Framing.entries(in: frames, at: &offset) {
                try restoreEntries(
                    frames.extracting(range),
                    noting: &extent,
                    isBehindHole: isBehindHole,
                    at: now
                )
            }
        } catch {
            throw JournalError()
        }
        mark(.journalRestored)
        // Nobody is there to be sent them.
        logs.trimArrivals(below: arrivals.end)
    }

    /// Ends the restoring: this node's earlier runs are over, and the next one has a higher epoch.
    ///
    /// - Parameter now: The time.
    public mutating func finishRestoring(at now: Moment) {
        defer { checkInDebugBuilds() }
        let member = origins[ownRun].node
        let known = origins[member: member]
        let earlier = max(
            known.closed.newestEpoch,
            // Above the last of all numbers there is none: such a run was never one of this node.
            known.runs.all.filter { origins[$0].log.head > 0 || repair.broken[$0] != nil }.map { origins[$0].epoch }
                .last { $0 < Epoch.limit } ?? 0
        )
        finishExchangingUsers()
        incarnation.forgetPast()
        endRestoringBehindHoles(at: now)
        logs.count { $0 = GossipCounters() }
        if earlier >= epoch {
            mark(.ownRunRestored)
            beginRun(incarnation.epoch(above: earlier))
        }
        _ = takeEvents()
    }
}
