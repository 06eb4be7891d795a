/// What all channels hold together, counted whenever one changes: nobody has to look at all of them for it.
struct ChannelTotals {
    /// How many messages a channel may have.
    private(set) var messageLimit = Int.max

    /// What retention charges for all channels, in bytes.
    private(set) var chargedBytes = 0

    /// How many channels have all the messages that they may, or more.
    private(set) var fullCount = 0

    /// Whether a channel that holds so many messages has all that it may.
    func isFull(_ heldCount: Int) -> Bool { heldCount >= messageLimit }

    /// Counts a channel as it is.
    ///
    /// - Parameters:
    ///   - bytes: What retention charges for it, in bytes.
    ///   - heldCount: How many messages it holds.
    mutating func add(_ bytes: Int, heldCount: Int) {
        chargedBytes += bytes
        if isFull(heldCount) { fullCount += 1 }
    }

    /// Takes a channel out as it was; see ``add(_:heldCount:)``.
    mutating func remove(_ bytes: Int, heldCount: Int) {
        chargedBytes -= bytes
        if isFull(heldCount) { fullCount -= 1 }
    }

    /// Has channels keep more or fewer messages.
    ///
    /// - Parameters:
    ///   - limit: How many; at least one.
    ///   - heldCounts: How many messages each channel holds.
    mutating func keep(_ limit: Int, of heldCounts: some Sequence<Int>) {
        messageLimit = max(1, limit)
        fullCount = heldCounts.reduce(0) { $0 + (isFull($1) ? 1 : 0) }
    }
}
