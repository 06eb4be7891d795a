/// What one link is in one origin's tree.
struct Branch: Equatable {
    /// The peer asked us for heads only: it gets the entries from elsewhere.
    var isLazy = false

    /// We asked the peer for heads only.
    var isPruned = false

    /// The peer is about to be told that we want heads only, or that we want entries again.
    var isPruneQueued = false
    var isGraftQueued = false

    /// Entries that came although we have them and asked for heads only.
    var strayCount: UInt8 = 0
}

/// Where an origin's entries come from.
struct TreeSource: Equatable {
    /// The link whose entries arrive first; `nil` when there is none.
    var parent: Int?

    /// How often in a row an entry had to be asked for that the parent should have sent.
    var staleRounds = 0
}
