import Reactor

/// What one turn leaves for the next: its budget, who is served first, and how long turns took.
struct Turns {
    /// What is left of the turn's budget.
    var budget = TurnBudget()

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

    /// Starts a turn.
    mutating func begin() { budget = TurnBudget(isOverweight ? Source.links.reserve : TurnBudget.turn) }

    /// Whether somebody waits for the next turn.
    var hasWaiting: Bool { !links.isEmpty || !clients.isEmpty }

    /// The sockets of one kind that wait.
    subscript(source: Source) -> ReadySources {
        _read { if source == .links { yield links } else { yield clients } }
        _modify { if source == .links { yield &links } else { yield &clients } }
    }

    /// Who is served, in this order, and each leaves something to those who come after: links first, so that a flood of
    /// clients cuts off no peer, but with half of the budget at most, so that a heal keeps no client waiting.
    enum Source {
        case links
        case clients

        /// What the node's own program posts.
        case program

        /// The live clients of channels, who are given what came.
        case audiences

        /// Those who read by themselves.
        case readers

        /// Whose event it is.
        init(_ event: ReadyEvent) {
            self = Token(rawValue: event.token)?.kind == .client ? .clients : .links
        }

        /// What must be left of the budget for one more of them.
        var reserve: Int {
            switch self {
            case .links: TurnBudget.turn / 2
            case .clients: TurnBudget.turn * 3 / 8
            case .program: TurnBudget.turn / 4
            case .audiences: TurnBudget.turn / 8
            case .readers: 0
            }
        }
    }

    /// Whether the turn may go on to one more of them.
    func isOpen(to source: Source) -> Bool { budget.left > source.reserve }
}
