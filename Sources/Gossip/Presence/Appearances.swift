import Bytes

/// How far the users of a node were gone through that has come into reach, or gone out of it.
///
/// Where it does so again meanwhile, they are gone through once more from where that is: in a circle, so that nobody is passed
/// over, however often it does.
struct Appearance {
    /// Whether all were gone through, and it is still waited for an exchange that may take others from the rooms.
    var isOver = false

    /// From which number on users are to be looked at, and up to which.
    private var next: UInt64 = 0
    private var end = UInt64.max

    /// Up to which number they are to be looked at once more after that.
    private var rest: UInt64 = 0

    /// Has all be gone through from here on.
    mutating func restart() {
        end = .max
        rest = next
    }

    /// Goes on with some users.
    ///
    /// - Returns: Those; none when all were gone through.
    mutating func advance(through people: RunUsers, atMost count: Int) -> [RunState.User] {
        while true {
            let row = people.users(from: next, atMost: count).prefix { $0.sequence < end }
            if let last = row.last {
                next = last.sequence + 1
                return Array(row)
            }
            guard rest > 0 else { return [] }
            (next, end, rest) = (0, rest, 0)
        }
    }
}

/// Which nodes' users are gone through since they appeared or vanished, and when that goes on.
struct Appearances {
    /// How many users of one node are gone through before it is the next one's turn: nobody who comes and goes for ever keeps
    /// the others waiting.
    static let row = 64

    private var members = Queue<Int>()

    /// When to go on; monotonic nanoseconds.
    private(set) var deadline = Int64.max

    /// How many there are.
    var count: Int { members.count }

    /// Adds a node, by number.
    mutating func add(_ member: Int) { members.append(member) }

    /// Takes out the one whose turn it is.
    mutating func takeFirst() -> Int? { members.popFirst() }

    /// Has what there is gone on with in the next turn.
    mutating func schedule(at now: Moment) { deadline = members.isEmpty ? .max : now.monotonic }
}
