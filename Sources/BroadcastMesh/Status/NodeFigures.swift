import Gossip

/// All that a node counts, as it is at one moment: what `/status` and `/metrics` are made of.
struct NodeFigures {
    /// Everything but the channels, which may be many.
    var report: StatusReport

    /// The channels.
    var channels: ChannelTable

    /// How many packets were sent again to each peer over UDP.
    var retransmissions: [(peer: String, count: Int)] = []

    /// How long the loop's turns took, and the longest of them lately.
    var turns = TurnTimes()
    var longestTurnLately = TurnTimes.Longest()
}

extension Metrics {
    /// The figures of a node, of lines that are up to date.
    init(_ figures: NodeFigures, _ lines: [ChannelLines.Line?]) {
        self.init(
            figures.report,
            channels: ChannelSummary(lines, name: { figures.channels.name(of: $0) }),
            retransmissions: figures.retransmissions,
            turns: figures.turns,
            longestLately: figures.longestTurnLately
        )
    }
}
