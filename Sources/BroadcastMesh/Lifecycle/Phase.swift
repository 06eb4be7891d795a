/// Whether a node serves: what the rest of it asks its ``Lifecycle``.
enum Phase {
    /// Nothing is open yet.
    case created

    /// The sockets are open; the node waits to hear from its peers.
    case starting

    /// Clients are served.
    case serving

    /// Clients are served, and balancers are told to send nobody any more.
    case draining

    /// No more clients are taken, and those that are here are sent away.
    case stopping

    /// Everything is closed.
    case stopped

    /// Whether peers and clients may still come: nothing that ends is begun otherwise.
    var isOpen: Bool { self == .starting || serves }

    /// Whether clients are served.
    var serves: Bool { self == .serving || self == .draining }

    /// Whether the node has nothing to do: nothing was opened, or everything is closed.
    var isIdle: Bool { self == .created || self == .stopped }
}
