/// How many users there may be.
extension Presence {
    /// How many users all runs may have together: those of thirteen nodes that are full.
    ///
    /// Each costs some 200 bytes, with a name and a channel of common lengths. Runs are made up easily, and each may tell
    /// of a hundred thousand.
    static let mostUsers = 1 << 18

    /// How many a run may have although there are so many, up to twice as many in all: whoever fills the mesh with people
    /// takes no node its first few.
    static let assuredUsers = 16

    /// How many users are known, in runs that are over too.
    var knownUserCount: Int { room.userCount }

    /// Whether one more user of a run has room; of this node's own there are no more than clients.
    ///
    /// Of one run every node ignores the same ones, and far fewer clients fit on a node. Of all runs it depends on who
    /// came first.
    func hasRoom(for user: RunState.User, of run: Int) -> Bool {
        let count = runs[run].state.people.count
        guard runs[run].state.people.hasRoom(for: user) else { return false }
        return run == ownRun || count < roomForUsers(count + 1, of: run, beside: room.userCount - count)
    }

    /// How many of so many users of a run have room, when all others are so many.
    func roomForUsers(_ count: Int, of run: Int, beside others: Int) -> Int {
        guard run != ownRun else { return count }
        let assured = min(Self.assuredUsers, max(0, 2 * room.userLimit - others))
        return min(count, max(assured, room.userLimit - others))
    }
}
