/// How the descriptors that a process may have are shared out.
///
///     ├─ open at the start ─┼──────────── clients ────────────┼─ reserve ─┤ limit
///                                                              peers, files, refusals
struct DescriptorBudget: Equatable {
    /// The least that is kept in reserve.
    static let smallestReserve = 16

    /// How many files of a data directory are open at the most, beside those that are from the start on: segments that wait for
    /// the disk, one that a thread still waits for though the disk has it, and one that a thread rewrites.
    static let files = SegmentArchive.mostOpen + 2

    /// What peers leave of the reserve at the least: those files, six who knock, of which three are refused, and one who is
    /// told at once that there is no room.
    private static let besidePeers = files + 7

    /// How many connections over the limit are told so and wait for their end, at the most; the others are told and cut off.
    private static let mostRefusals = 32

    /// How many connections may be open at most, whose greeting has not come yet.
    private static let mostStrangers = 64

    /// How many the process may have, and how many it had before anybody came.
    private let limit: Int
    private let open: Int

    /// How many connections of clients there is room for.
    let clients: Int

    /// How many connections over that are told so at once.
    let refusals: Int

    /// How many connections to the gossip port may wait for their greeting.
    let strangers: Int

    /// Shares descriptors out.
    ///
    /// - Parameters:
    ///   - limit: How many the process may have.
    ///   - open: How many it has before anybody comes.
    ///   - peers: How many peers there are.
    init(limit: Int, open: Int, peers: Int) {
        self.limit = limit
        self.open = open
        let reserve = max(Self.smallestReserve, limit / 8, peers + Self.besidePeers)
        clients = max(1, limit - open - reserve)
        refusals = min(Self.mostRefusals, (reserve - peers) / 4)
        strangers = min(Self.mostStrangers, (reserve - peers) / 4)
    }

    /// The same descriptors, shared out with another number of peers.
    func shared(with peers: Int) -> DescriptorBudget { DescriptorBudget(limit: limit, open: open, peers: peers) }
}
