/// What a node has counted since it started.
public struct GossipCounters: Sendable, Equatable {
    /// Messages posted by its own clients.
    public internal(set) var posted = 0

    /// Messages that came from other nodes and were new.
    public internal(set) var received = 0

    /// Entries that came although they were here already.
    public internal(set) var duplicates = 0

    /// Messages known to have existed that could no longer be had.
    public internal(set) var lost: UInt64 = 0

    /// How often a run was spoken of for which there is no room; see ``GossipLimits/strangerRuns``.
    ///
    /// There is none, either, for more runs that are over than are remembered behind one that is not.
    public internal(set) var refusedRuns = 0

    /// What taking in what peers sent was.
    public internal(set) var work = GossipWork()
}
