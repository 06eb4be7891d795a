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

/// The first place where a replay is not what was recorded.
public struct RecordingDifference: Equatable, Sendable {
    /// The turn, counted from 1; 0 before the first.
    public var turn: Int

    /// Which of the questions and answers of the whole run it is, counted from 1.
    public var event: Int

    /// What the node asked, or did.
    public var asked: String

    /// What it asked, or did, when it was recorded.
    public var recorded: String
}

extension RecordingDifference: CustomStringConvertible {
    /// One line.
    public var description: String { "turn \(turn), event \(event): replayed \(asked), recorded \(recorded)" }
}
