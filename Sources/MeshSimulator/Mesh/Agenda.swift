/// What happens when, and what must happen before time goes on.
struct Agenda {
    /// What time it is, in nanoseconds.
    var now = Simulation.beginning

    /// What is still to happen.
    var queue = EventQueue<Event>()

    /// Processes that have something to do before time goes on.
    var dirty: [Int] = []

    /// How far apart in time two processes may be, in nanoseconds: nothing gets from one to another in less; 0 for not
    /// at all.
    let lookahead: Int64

    /// The process that is ahead of or behind the others now, and what still happens to it before they follow.
    var window: Window?

    /// Processes whose inbox is not empty, in the order of what is first in it.
    var awaiting: [Int] = []

    /// Has nothing to do.
    init(lookahead: Int64) {
        self.lookahead = lookahead
    }
}
