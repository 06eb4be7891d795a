/// What peers had a node do, counted: whoever gives them their share of its time knows what that costs.
public struct GossipWork: Sendable, Equatable {
    /// Items of frames of entries, with everything that one names more of: users, each four links, closed runs, channels; and
    /// entries once more that were held back.
    public internal(set) var items = 0

    /// Notes on runs: heads, clocks, questions; runs of which something was missing for too long; frames that are no other
    /// work; each 32 links of nodes that were walked along; users who were told of, since their nodes appeared or
    /// vanished; each four holds on a name that were compared with one of this node's, and each 128 that were looked at; runs
    /// that waited for an earlier one and do no more; and where a link closed, each 16 runs that were passed, and each that
    /// came over it.
    public internal(set) var notes = 0

    /// Runs that were given a number, and entries that changed a run's state, as who joins or leaves does; users of this node
    /// whose claims were looked at, or who were told of in a new run.
    public internal(set) var changes = 0
}
