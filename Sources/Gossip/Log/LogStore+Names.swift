/// What it takes to tell in gaps of which channels messages were that are not held.
///
/// It is no part of what retention charges: gaps differ from node to node, and what is held must not.
extension LogStore {
    /// The least that it may take, in bytes, however little is kept: some thousand gaps of many channels.
    static let leastNamingBytes = 1 << 20

    /// How much is forgotten at a time, in bytes: some milliseconds, and more than comes in a turn.
    static let forgottenAtOnce = 4 << 20

    /// How much it may take, in bytes: half of what the messages may that are held between the gaps.
    var namingLimit: Int { min(max(retention.bytes / 2, Self.leastNamingBytes), limits.namingBytes) }

    /// Whether they take so much more than they may that a turn does not forget as much: then what comes is counted without
    /// names.
    var hasTooManyNames: Bool { origins.namingBytes > namingLimit + Self.forgottenAtOnce }

    /// Counts messages in the oldest gaps without their names, where names take more than they may.
    ///
    /// They stay counted, and whoever comes back to any channel may have missed them.
    ///
    /// - Returns: Whether they take no more now.
    mutating func forgetNames() -> Bool {
        guard origins.namingBytes > namingLimit else { return true }
        // A little more, so that this is not done with each gap.
        let goal = namingLimit - namingLimit / 64
        origins.forgetNames(downTo: max(goal, origins.namingBytes - Self.forgottenAtOnce))
        return origins.namingBytes <= namingLimit
    }
}
