/// How many runs there may be of which nodes at one time, beside those that are closed.
///
/// Each node that the own file names has room of its own, so that nobody's made-up runs keep it from being heard after
/// its next start. All others share a little together: a name that the own file does not have is in order while files
/// change, and nobody knows how many such names somebody will make up.
///
/// Where the others have filled their room, none of them gives way to the next, not even one that is dead for long. A run
/// that is forgotten, and not closed, is new once more to who hears of it again, and every neighbour that knows it goes on
/// to tell of it: what was lost of it would be counted and told again, what is held of it elsewhere would come again, and
/// two full tables would give each other their names by turns, without end. One that is closed is remembered, with its
/// node's name: there would be no bound on names, or a full table of those. What is refused is counted instead, in
/// ``GossipCounters/refusedRuns``, and comes as soon as the file names its node: that is how one is added.
struct RunRoom {
    /// How many runs all nodes share, those that the file names and the others.
    private static let limit = 1 << 20

    /// The most runs of all nodes, with those that an earlier file named: ``RunNumber`` has a place for each.
    private static let mostOfAll = limit + limit / 2

    /// How many runs there may be of nodes that the file does not name, together; and of one that it names.
    private let (ofStrangers, ofOne): (Int, Int)

    private var names: Set<String> = []

    /// How many runs there are of nodes that the file does not name.
    private var strangerCount = 0

    /// How many runs there are.
    private var allCount = 0

    /// Starts without any name.
    init(_ limits: GossipLimits = GossipLimits()) {
        (ofStrangers, ofOne) = (min(limits.strangerRuns, Self.limit / 2), limits.nodeRuns)
    }

    /// How many runs there may be of a node that the file names: in a mesh of very many nodes an equal share, as long as that
    /// is some times what is kept whole of one.
    private var share: Int { min(ofOne, max(256, (Self.limit - ofStrangers) / max(1, names.count))) }

    /// Whether the file names a node.
    func isNamed(_ name: String) -> Bool { names.contains(name) }

    /// Takes notice of which nodes the file names.
    ///
    /// - Parameters:
    ///   - names: Their names.
    ///   - runs: How many runs there are of which node.
    mutating func name(_ names: Set<String>, having runs: some Sequence<(name: String, count: Int)>) {
        self.names = names
        allCount = runs.reduce(0) { $0 + $1.count }
        strangerCount = runs.reduce(0) { $0 + (names.contains($1.name) ? 0 : $1.count) }
    }

    /// Whether there may be one more run of a node that has some.
    func hasRoom(for name: String, having count: Int) -> Bool {
        allCount < Self.mostOfAll && (isNamed(name) ? count < share : strangerCount < ofStrangers)
    }

    /// How many runs of a node, the oldest, are to make room: an eighth is kept free for those that come until then.
    func excess(of name: String, having count: Int) -> Int {
        isNamed(name) ? max(0, count - (share - share / 8)) : 0
    }

    /// Takes notice of runs of a node that came, or went.
    mutating func count(_ runs: Int, of name: String) {
        allCount += runs
        if !isNamed(name) { strangerCount += runs }
    }
}
