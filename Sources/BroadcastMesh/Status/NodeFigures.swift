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

extension StatusCache {
    /// Makes an answer anew, of lines that are up to date, and keeps it.
    ///
    /// - Parameters:
    ///   - kind: Which of the two.
    ///   - figures: All that the node counts.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: The answer.
    mutating func renew(_ kind: Format, _ figures: NodeFigures, at now: Int64) -> [UInt8] {
        let lines = channels.lines
        let bytes =
            switch kind {
            case .status:
                figures.report.json(
                    listing: lines.lazy.compactMap { $0?.json },
                    capacity: lines.reduce(4096) { $0 + ($1?.json.count ?? 0) + 1 }
                )
            case .metrics: Array(Metrics(figures, lines).text.utf8)
            }
        keep(bytes, as: kind, count: lines.count + figures.report.users.count, at: now)
        return bytes
    }
}

extension Metrics {
    fileprivate init(_ figures: NodeFigures, _ lines: [ChannelLines.Line?]) {
        self.init(
            figures.report,
            channels: ChannelSummary(lines, name: { figures.channels.name(of: $0) }),
            retransmissions: figures.retransmissions,
            turns: figures.turns,
            longestLately: figures.longestTurnLately
        )
    }
}
