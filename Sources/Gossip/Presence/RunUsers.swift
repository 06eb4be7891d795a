/// The users of a run: as many as a snapshot of it has room for, whatever names they have.
struct RunUsers: Equatable, Sendable {
    /// The most that there may be.
    static let limit = 100_000

    /// How many bytes they may take in a snapshot.
    static let byteLimit = 31 << 19

    /// The users, in the order of their sequences, no two with one.
    private(set) var all: [RunState.User] = []

    /// How many bytes they take in a snapshot at most.
    private(set) var byteCount = 0

    /// Whether one more has room.
    func hasRoom(for user: RunState.User) -> Bool {
        all.count < Self.limit && byteCount + user.longestEncoding <= Self.byteLimit
    }

    /// Puts a user in the place of its sequence, which no other has.
    mutating func insert(_ user: RunState.User) {
        all.insert(user, at: place(of: user.sequence))
        byteCount += user.longestEncoding
    }

    /// Takes out the user of a sequence, if there is one.
    mutating func remove(_ sequence: UInt64) -> RunState.User? {
        let place = place(of: sequence)
        guard place < all.count, all[place].sequence == sequence else { return nil }
        byteCount -= all[place].longestEncoding
        return all.remove(at: place)
    }

    /// Keeps so many that came first, at most.
    mutating func keep(first count: Int) {
        while all.count > count { byteCount -= all.removeLast().longestEncoding }
    }
    /// Where the user of a sequence stands, or would stand.
    private func place(of sequence: UInt64) -> Int {
        // Nearly always it is the newest.
        if all.last.map({ $0.sequence < sequence }) ?? true { return all.count }
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension RunState.User {
    /// How many bytes it takes in a snapshot at most: the same on every node, whatever its sequence.
    fileprivate var longestEncoding: Int {
        let numbers = 10 + 8 + 16 + 8
        return numbers + 1 + 2 + channel.name.count + 2 + name.utf8.count
    }
}
