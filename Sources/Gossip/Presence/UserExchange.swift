/// How the users of a node in the rooms give way to those of a newer state, a part at a time: a snapshot may tell of a
/// hundred thousand.
///
/// Both are fixed from the beginning: whatever is heard meanwhile waits for an exchange of its own. Until all of those are
/// in the rooms that are only in the newer state, the others are shown, and from then on they are.
///
///     coming ──all are there──▶ arriving ──all are told of──▶ leaving ──▶ over
///     before is shown           after is shown
struct UserExchange {
    /// The users of a run at some time.
    struct Users {
        var run: Int
        var people: RunUsers

        /// Whether a hold on a name is one of them.
        func has(_ user: RunState.User, of run: Int) -> Bool {
            run == self.run && people.user(of: user.sequence) == user
        }
    }

    /// What becomes of a user.
    enum Stage {
        /// To be put into its room, where it is not shown yet.
        case coming

        /// To be told of: it is shown.
        case arriving

        /// To be taken out of its room, where it is not shown any more.
        case leaving
    }

    /// What it is to look at a user, and how many times as much to do something about one.
    static let look = 1
    static let step = 8

    /// How many users are looked at in a row at most.
    private static let row = 64

    /// Who is in the rooms when it begins, and who when it is over.
    let before: Users
    let after: Users

    /// Whether there are others meanwhile than those that it ends with.
    var isOutdated = false

    private var stage: Stage? = .coming

    /// From which number on users are to be looked at in this stage.
    private var next: UInt64 = 0

    /// Starts with one in the place of the other.
    init(from before: Users, to after: Users) {
        self.before = before
        self.after = after
    }

    /// How many users it has.
    var count: Int { before.people.count + after.people.count }

    /// Whether a hold on a name is shown.
    func shows(_ user: RunState.User, of run: Int) -> Bool {
        stage == .coming ? before.has(user, of: run) : after.has(user, of: run)
    }

    /// Goes on with some users.
    ///
    /// - Parameter work: Is charged for it.
    /// - Returns: Those to whom something is to be done, what that is, and their run; `nil` when it is over.
    mutating func advance(_ work: inout Int) -> (stage: Stage, users: [RunState.User], run: Int)? {
        guard let stage else { return nil }
        let (these, others) = stage == .leaving ? (before, after) : (after, before)
        let count = min(Self.row, max(1, work / (Self.look + Self.step)))
        let row = these.people.users(from: next, atMost: count)
        let users = row.filter { !others.has($0, of: these.run) }
        work -= row.count * Self.look + users.count * Self.step
        if let last = row.last {
            next = last.sequence + 1
        } else {
            self.stage = stage == .coming ? .arriving : stage == .arriving ? .leaving : nil
            next = 0
        }
        return (stage, users, these.run)
    }
}
