import Bytes

/// What a run comes to, recorded or replayed.
struct TapeFigures: Equatable {
    /// Where bytes go.
    enum Flow {
        /// To a client or a peer.
        case sent

        /// To a file.
        case written
    }

    /// How many turns there were, and how many other things came to the node.
    var turns = 0
    var facts = 0

    /// How many questions it asked.
    var questions = 0

    /// How many bytes it received, sent and wrote.
    var received = 0
    var sent = 0
    var written = 0

    /// A hash of all bytes that left it, each piece with where it went, in order.
    var hash: UInt64 = 0

    /// Notes bytes that leave it, by their hash and their number.
    mutating func note(_ flow: Flow, _ hash: UInt64, _ count: Int) {
        switch flow {
        case .sent: sent += count
        case .written: written += count
        }
        self.hash = mixed(self.hash ^ hash)
    }
}
