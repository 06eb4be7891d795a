/// Numbers under which two different entries came: a process went on from an image of an earlier moment, a virtual
/// machine's or a container's, and gave numbers again that it had given, or somebody made entries up.
///
/// Which of the two is true nobody can tell, so both stay where they are. It is counted, and told once for each run.
struct Forks: Sendable {
    /// Of how many runs it is remembered that it was told; then of the oldest it may be told again.
    static let toldLimit = 64

    /// How many of the newest entries are looked through for one to compare with a neighbour that comes back: one that
    /// is held, and short.
    static let searchLimit: UInt64 = 16

    /// The longest entry that is asked for to be compared, in bytes: each link that opens asks for one.
    static let comparedBytes = 4096

    /// How often it was seen.
    private(set) var count = 0

    /// Which runs it was told of, by ``Origin/identity``.
    private var told: [UInt64] = []

    /// Counts a number under which two entries are.
    ///
    /// - Parameter run: The ``Origin/identity`` of the run.
    /// - Returns: Whether it is to be told.
    mutating func note(in run: UInt64) -> Bool {
        count += 1
        guard !told.contains(run) else { return false }
        if told.count == Self.toldLimit { told.removeFirst() }
        told.append(run)
        return true
    }
}
