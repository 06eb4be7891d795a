import Gossip

/// A connection between two processes: a stream each way, or a path for datagrams.
struct Connection {
    /// One end of it.
    struct End: Sendable {
        /// The process that holds it.
        var process: Int

        /// The number that its node gave the link.
        var link: Int

        /// Whether the process has not let go of it.
        var isOpen = true
    }

    /// The wire whose dialer opened it.
    let wire: Int

    /// What packs frames into datagrams at each end, while that is open; empty for a stream.
    var paths: [DatagramPath] = []

    /// When each of them must send again, and whether it heard of the other since it last had its turn.
    var deadlines: [2 of Int64] = [.max, .max]
    var hasHeard: [2 of Bool] = [false, false]
}
