import Bytes

/// One run of one node, as this node knows it.
///
/// What every frame asks for stands at the front, and so in few lines of the processor's cache.
struct Origin {
    /// The run.
    let epoch: UInt64

    /// The same on every node and different for every run, as far as 64 bits go.
    let identity: UInt64

    /// The node's name, in a form that is quick to compare.
    let tag: NameTag

    /// The node's name, in UTF-8.
    let name: [UInt8]

    /// The node's number.
    let node: Int

    /// When the head last moved, in monotonic nanoseconds.
    var changedAt: Int64 = 0

    /// What is held of its log.
    var log = EntryLog()

    /// What neighbours said they hold, of the runs of this node.
    var confirmed = ConfirmedEntries()

    /// The number of the run; a free place has none.
    let number: Int?

    /// What stands in the place of a run that is closed.
    static var closed: Origin { Origin(number: nil, node: 0, name: [], epoch: 0, identity: 0) }

    /// Starts without a log.
    init(number: Int?, node: Int, name: [UInt8], epoch: UInt64, identity: UInt64) {
        self.number = number
        self.node = node
        self.name = name
        self.epoch = epoch
        self.identity = identity
        tag = NameTag(name.span)
    }

    /// What the run adds to the hash of the clock.
    var clockHash: UInt64 { log.head == 0 || log.isBarred ? 0 : mixed(identity &+ log.head) }
}
