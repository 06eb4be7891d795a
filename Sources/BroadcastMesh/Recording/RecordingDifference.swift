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
