/// What one run says of itself: the fold of its state entries, and how far that is.
struct RunPresence {
    /// The number of its node.
    let member: Int

    /// Which run of the node it is.
    let epoch: UInt64

    /// Whether it is its node's newest one; asked for every entry, so that it stands here and not with the node.
    var isCurrent = false

    /// The entry up to which ``state`` has everything; a snapshot can bring it ahead of the log's head.
    var stateSequence: UInt64 = 0

    /// What its state entries add up to.
    var state = RunState()

    /// The nodes that ``state`` reports links to, by number and in order.
    var linkedMembers: [Int] = []

    /// Starts with a run that has said nothing.
    init(member: Int, epoch: UInt64) {
        self.member = member
        self.epoch = epoch
    }

    /// What stands in the place of a run that is closed.
    static var closed: RunPresence { RunPresence(member: 0, epoch: 0) }
}

/// A node as far as it can be seen, whatever its run.
struct PresentMember {
    /// Its name, once it has a run.
    var name = ""

    /// Whether the own file names it.
    var isNamed = false

    /// Its newest run that was heard of; older ones are over, and their users with them.
    var currentRun: Int?

    /// The run that may follow, whose links have room of their own; see ``Presence/assuredLinks``.
    var expectedRun: Int?

    /// Whether a path of links that both ends report leads to it.
    var isReachable = false

    /// How its users in the rooms give way to others, as long as they do.
    var exchange: UserExchange?

    /// How far its users were told of, since it appeared or vanished.
    var appearance: Appearance?
}
