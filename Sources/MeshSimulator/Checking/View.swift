/// What a node shows when everything has settled: what checkers look at.
struct NodeView: Sendable {
    /// What people call it.
    var name: String

    /// What somebody got who read every channel from the start.
    var seen: [Bitset]

    /// Everything that it ever stored, second copies of messages included.
    var stored = Bitset()

    /// What it holds of every channel, as a hash and as a count.
    var transcripts: [UInt64]
    var counts: [Int]

    /// How many messages it counts as lost; and how many of them it did before it was started again.
    var lostCount: Int
    var lostBefore = 0

    /// The users of the chat that it shows.
    var usernames: [String]

    /// Its run, and the runs of the nodes that it sees: `name@epoch`.
    var run: String
    var reachableRuns: [String]

    /// Whether it still believes a state of a node that matters, and somebody may have made that up: one that no log confirms is
    /// doubted after ten seconds, by each node for itself.
    var isMisled = false
}

/// What a client that is still there has got.
struct ClientView: Sendable {
    /// What people call it.
    var name: String

    /// Which node it is attached to, among those that are looked at.
    var node: Int

    /// Which channel it reads.
    var channel: Int

    /// What it got, and what its node held before it came.
    var seen: Bitset
    var before: Bitset

    /// The name it holds.
    var username: String?
}
