/// How much a line of the log matters.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
    /// What only helps to find a mistake in this program.
    case debug

    /// What a mesh in good health does: nodes start, links open, users come and go.
    case info

    /// What the mesh copes with, but a person may want to mend: a link that is down, a client cut off.
    case warning

    /// What the mesh cannot cope with alone.
    case error

    /// Whether the first matters less.
    public static func < (first: LogLevel, second: LogLevel) -> Bool {
        first.rank < second.rank
    }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}

/// What a line of the log looks like.
public enum LogFormat: String, CaseIterable, Sendable {
    /// For people: `alpha: 2026-11-21T03:00:00.000Z warning link down peer=bravo`.
    case text

    /// For programs: one JSON object a line.
    case json
}
