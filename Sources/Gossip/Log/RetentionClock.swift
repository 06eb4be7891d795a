/// What retention remembers between two turns.
struct RetentionClock {
    /// When to look for messages that are too old, in monotonic nanoseconds.
    var nextExpiry = Int64.min

    /// The time that what is too old is measured by.
    var steadyTime = SteadyTime()

    /// The floors of neighbours that know the same entries.
    var neighbourFloors = NeighbourFloors()

    /// Whether more is to be let go than was in one turn.
    var hasMore = false

    /// The first channel that is still to be looked at, whether it holds more messages than it may; `nil` for none.
    ///
    /// As long as what is to be kept is the same, only a channel that grows can, or one in ``awaitedCrowds``.
    var nextCrowd: Int?

    /// Those that do, since who keeps up with them is still to be given what would go; some more than once.
    private(set) var awaitedCrowds: [Int] = []

    /// What may still be let go in this turn.
    var allowance: LettingGo

    /// Starts with nothing to remember, and with what a turn may do.
    init(_ limits: GossipLimits) {
        allowance = LettingGo(limits)
    }

    /// Takes notice of a channel that holds more messages than it may, since they are awaited.
    mutating func noteAwaited(_ channel: Int) { awaitedCrowds.append(channel) }

    /// Takes out those channels, each once, in the order of their numbers.
    mutating func takeAwaited() -> [Int] {
        defer { awaitedCrowds = [] }
        return awaitedCrowds.count < 2 ? awaitedCrowds : Set(awaitedCrowds).sorted()
    }

    /// Has everything looked at anew: something else is to be kept than before.
    mutating func lookAgain() {
        nextExpiry = .min
        nextCrowd = 0
        hasMore = true
    }
}

/// How much is let go in one turn, so that it stays short whatever there is to let go.
struct LettingGo {
    /// What it costs to look at a channel, find its place among the others and perhaps to forget it, in messages.
    static let channel = 8

    /// What is left of what a turn may do, in messages; see ``GossipLimits/lettingGo``.
    private(set) var left: Int

    /// Has all of that left.
    init(_ limits: GossipLimits) {
        left = limits.lettingGo
    }

    /// Whether more may be let go.
    var isOpen: Bool { left > 0 }

    /// Pays for channels that were looked at, and for messages that were let go.
    mutating func spend(channels: Int = 0, messages: Int = 0) { left -= channels * Self.channel + messages }
}
