import Bytes

/// One run of one node, as this node knows it.
struct Origin {
    /// The node's number.
    let node: Int

    /// The node's name, in UTF-8.
    let name: [UInt8]

    /// The run.
    let epoch: UInt64

    /// The same on every node and different for every run, as far as 64 bits go.
    let identity: UInt64

    /// What is held of its log.
    var log = EntryLog()

    /// What its state entries add up to.
    var state = RunState()

    /// The nodes that ``state`` reports links to, by number.
    var linkedMembers: [Int] = []

    /// The entry up to which ``state`` has everything; a snapshot can bring it ahead of the log's head.
    var stateSequence: UInt64 = 0

    /// The link whose entries arrive first: the parent in this origin's tree; `nil` when there is none.
    var parent: Int?

    /// How often in a row an entry had to be asked for that the parent should have sent.
    var staleRounds = 0

    /// The newest entry that a neighbour said it holds, of the runs of this node.
    var confirmedHead: UInt64 = 0

    /// What is missing, and who was asked for it.
    var want: Want?

    /// Entries that arrived above something missing.
    var early = EarlyEntries()

    /// When the head last moved, in monotonic nanoseconds.
    var changedAt: Int64 = 0

    /// What the run adds to the hash of the clock.
    var clockHash: UInt64 { log.head == 0 ? 0 : mixed(identity &+ log.head) }
}
