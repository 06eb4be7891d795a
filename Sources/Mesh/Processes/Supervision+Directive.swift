import Reactor

extension Supervision {
    /// One process of a node: its next one is another.
    struct Run: Hashable, Sendable {
        /// The node.
        let name: String

        /// Which of all the processes that were started it is, from 1.
        let process: Int
    }

    /// What is to be done next.
    enum Directive: Equatable {
        /// Tell the person at the terminal.
        case say(String)

        /// Tell where all nodes are: each has come through its start, one way or the other.
        case showTable

        /// Send one node this signal, if it still runs.
        case signal(Signal, to: String)

        /// Call ``handleDue(_:)`` with this process, which has ended, when ``restartDelay`` is over.
        case startLater(Run)

        /// Start this node, or start it again.
        case start(String)

        /// Call ``handleTimeout(of:)`` with these processes when ``patience`` is over.
        case startTimer([Run])

        /// Nothing runs any more: end with this status.
        case exit(Int32)
    }
}
