/// Whether a node serves.
enum NodePhase {
    /// Nothing is open yet.
    case created

    /// The sockets are open; the node waits to hear from its peers.
    case starting

    /// Clients are served.
    case serving

    /// No more clients are taken, and those that are here are sent away.
    case stopping

    /// Everything is closed.
    case stopped
}
