public import Reactor

/// What came of a replay.
public struct ReplayOutcome: Equatable, Sendable {
    /// What stands behind what was replayed.
    public enum End: Equatable, Sendable {
        /// Nothing more was recorded.
        case whole

        /// More is recorded; it was to stop here.
        case more

        /// A part of a turn, cut off at this byte, since the process was killed.
        case torn(Int)

        /// From this byte on, the file is not what was written.
        case damaged(Int)

        /// What could not be read, and why.
        case unreadable(SystemError)
    }

    private let figures: TapeFigures

    /// How long the node ran, in nanoseconds of its own time.
    public let nanoseconds: Int64

    /// A hash of what its `/status` would say at the end.
    public let state: UInt64

    /// The first place where it was not the same; `nil` when it was.
    public let difference: RecordingDifference?

    /// What stands behind it.
    public let end: End

    init(
        figures: TapeFigures,
        nanoseconds: Int64,
        state: UInt64,
        difference: RecordingDifference?,
        end: RecordingReader.End?
    ) {
        self.figures = figures
        self.nanoseconds = nanoseconds
        self.state = state
        self.difference = difference
        self.end =
            switch end {
            case nil: .more
            case .whole?: .whole
            case .torn(let offset)?: .torn(offset)
            case .damaged(let offset)?: .damaged(offset)
            case .unreadable(let error)?: .unreadable(error)
            }
    }

    /// How many turns were run.
    public var turns: Int { figures.turns }

    /// How many answers of the world it took.
    public var answers: Int { figures.questions }

    /// How many bytes came in from clients and peers.
    public var received: Int { figures.received }

    /// How many bytes went out to them.
    public var sent: Int { figures.sent }

    /// How many bytes were written to the data directory.
    public var written: Int { figures.written }

    /// A hash of every byte that was sent or written, in order, with where it went.
    public var hash: UInt64 { figures.hash }
}
