import Reactor

/// Who is served, in this order, and each leaves something to those who come after: links first, so that a flood of
/// clients cuts off no peer, but with half of the budget at most, so that a heal keeps no client waiting.
enum TurnSource {
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

    /// What must be left of the budget of a turn for one more of them, in nanoseconds.
    func reserve(of turn: Int) -> Int {
        switch self {
        case .links: turn / 2
        case .clients: turn * 3 / 8
        case .program: turn / 4
        case .audiences: turn / 8
        case .readers: 0
        }
    }
}
