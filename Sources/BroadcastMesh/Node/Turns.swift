import Reactor

/// What one turn leaves for the next: its budget, who is served first, and how long turns took.
struct Turns {
    /// What is left of the turn's budget.
    var budget: TurnBudget

    /// The sockets of links and listeners, and those of clients, that are served first in the next turn.
    var links = ReadySources()
    var clients = ReadySources()

    /// What the program that embeds the node posts.
    let posts = OwnPosts()

    /// Whether more is held than is to be kept: then links wait, and clients are taken in slowly, until room was made.
    var isOverweight = false

    /// How long turns took.
    var times = TurnTimes()

    /// What a client's bytes are received into.
    var buffer = [UInt8](repeating: 0, count: receiveBufferBytes)

    /// What one call receives at most, in bytes: large enough for thousands of chat lines, small enough for the cache.
    static let receiveBufferBytes = 256 << 10

    /// How many turns have passed since everything was checked.
    private var uncheckedTurns = 0

    /// Whether everything is to be looked at in a debug build: where many are connected, so seldom that a turn costs what so
    /// many clients and channels would.
    mutating func isCheckDue(among many: Int) -> Bool {
        uncheckedTurns += 1
        guard uncheckedTurns * Self.checkedAtOnce >= many else { return false }
        uncheckedTurns = 0
        return true
    }

    private static let checkedAtOnce = 32

    /// Whether links wait, and since when.
    var heldLinks = HeldLinks()

    /// What was done since the last turn and is to be paid by the next, in nanoseconds.
    private var owed = 0

    /// Begins with nobody who waits.
    ///
    /// - Parameter whole: What a turn may spend, in nanoseconds.
    init(spending whole: Int = TurnBudget.turn) {
        precondition(whole >= TurnBudget.least, "a turn can be given nothing to do")
        budget = TurnBudget(whole, of: whole)
    }

    /// Starts a turn.
    mutating func begin(at now: Int64) {
        let holdsLinks = heldLinks.beginTurn(at: now, isOverweight: isOverweight)
        budget = TurnBudget(holdsLinks ? budget.reserve(for: .links) : budget.whole, of: budget.whole)
        budget.spend(owed)
        owed = 0
    }

    /// Has the next turn pay for records that were looked at between two turns: everybody else has waited for that.
    mutating func owe(records: Int) { owed += records * TurnBudget.record }

    /// Whether somebody waits for the next turn.
    var hasWaiting: Bool { !links.isEmpty || !clients.isEmpty }

    /// The sockets of one kind that wait: of links or of clients, for all others are served without an event of a socket.
    subscript(source: TurnSource) -> ReadySources {
        _read {
            switch source {
            case .links: yield links
            case .clients: yield clients
            case .program, .audiences, .readers: preconditionFailure("\(source) wait for no sockets")
            }
        }
        _modify {
            switch source {
            case .links: yield &links
            case .clients: yield &clients
            case .program, .audiences, .readers: preconditionFailure("\(source) wait for no sockets")
            }
        }
    }

    /// Whether the turn may go on to one more of them.
    func isOpen(to source: TurnSource) -> Bool { budget.isOpen(to: source) }
}
