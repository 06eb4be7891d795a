/// Which nodes' users are being exchanged in the rooms, and when that goes on.
struct UserExchanges {
    /// How many users are exchanged at once: what that is stays below two milliseconds.
    let atOnce: Int

    /// The nodes, by number, in the order in which they began.
    private(set) var members: [Int] = []

    /// How many users are held for all of them: those before, and those after.
    private(set) var userCount = 0

    /// When to go on; monotonic nanoseconds.
    private(set) var deadline = Int64.max

    /// Starts with none.
    init(atOnce: Int) {
        self.atOnce = atOnce
    }

    /// What may be done at once, in the measure of ``UserExchange``.
    var portion: Int { atOnce * UserExchange.step }

    /// Takes notice that one begins.
    mutating func begin(_ member: Int, with count: Int) {
        members.append(member)
        userCount += count
    }

    /// Takes notice that the first one is over.
    mutating func endFirst(with count: Int) {
        members.removeFirst()
        userCount -= count
    }

    /// Has what there is gone on with in the next turn.
    mutating func schedule(at now: Moment) { deadline = members.isEmpty ? .max : now.monotonic }
}
