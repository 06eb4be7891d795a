/// The users of a run: as many as a snapshot of it has room for, whatever names they have.
struct RunUsers: Equatable, Sendable {
    /// The most that there may be.
    static let limit = 100_000

    /// How many bytes they may take in a snapshot.
    static let byteLimit = 31 << 19

    // A peer may have any of them go, and where its state is doubted, any come.
    private var pages = OrderedPages<RunState.User>()

    /// How many bytes they take in a snapshot at most.
    private(set) var byteCount = 0

    /// The users, in the order of their sequences, no two with one.
    var all: FlattenSequence<[[RunState.User]]> { pages.all }

    /// How many there are.
    var count: Int { pages.count }

    /// The one of the highest sequence.
    var last: RunState.User? { pages.last }

    /// The user of a sequence, if there is one.
    func user(of sequence: UInt64) -> RunState.User? {
        pages.first { $0.sequence < sequence }.flatMap { $0.sequence == sequence ? $0 : nil }
    }

    /// So many users, those of the lowest sequences that are not below one.
    func users(from sequence: UInt64, atMost count: Int) -> [RunState.User] {
        pages.prefix(count) { $0.sequence < sequence }
    }

    /// Whether one more has room.
    func hasRoom(for user: RunState.User) -> Bool {
        count < Self.limit && byteCount + user.longestEncoding <= Self.byteLimit
    }

    /// Puts a user in the place of its sequence, which no other has.
    mutating func insert(_ user: RunState.User) {
        pages.insert(user) { $0.sequence < user.sequence }
        byteCount += user.longestEncoding
    }

    /// Takes out the user of a sequence, if there is one.
    mutating func remove(_ sequence: UInt64) -> RunState.User? {
        let user = pages.remove(isBelow: { $0.sequence < sequence }, where: { $0.sequence == sequence })
        byteCount -= user?.longestEncoding ?? 0
        return user
    }

    /// Keeps so many that came first, at most.
    mutating func keep(first count: Int) {
        while self.count > count, let user = pages.removeLast() { byteCount -= user.longestEncoding }
    }
}

extension RunState.User {
    /// How many bytes it takes in a snapshot at most: the same on every node, whatever its sequence.
    fileprivate var longestEncoding: Int {
        let numbers = 10 + 8 + 16 + 8
        return numbers + 1 + 2 + channel.name.count + 2 + name.utf8.count
    }
}
