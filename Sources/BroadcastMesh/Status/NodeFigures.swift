/// All that a node counts but its channels, which may be many: with what is said of those, `/status` and `/metrics` are made
/// of it.
struct NodeFigures {
    /// What `/status` tells.
    var report: StatusReport

    /// How many packets were sent again to each peer over UDP.
    var retransmissions: [(peer: String, count: Int)]

    /// How long the loop's turns took, and the longest of them lately.
    var turns: TurnTimes
    var longestTurnLately: TurnTimes.Longest
}

extension Metrics {
    /// The figures of a node, of lines that are up to date.
    init(_ figures: NodeFigures, _ lines: [ChannelLines.Line?]) {
        self.init(
            figures.report,
            channels: ChannelSummary(lines),
            retransmissions: figures.retransmissions,
            turns: figures.turns,
            longestLately: figures.longestTurnLately
        )
    }
}
