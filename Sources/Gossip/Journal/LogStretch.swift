/// What an origin's log has of a stretch of the journal, as it was at one moment, piece by piece.
///
/// It is a copy that shares its memory with the log, so that a node gives it away at once, however many pieces there are:
/// where messages that are held and such that are not take turns, a segment has hundreds of thousands.
struct LogStretch: Sendable {
    /// What stands next.
    enum Piece: Sendable {
        /// Messages that are held, one after the other.
        case posts(ClosedRange<UInt64>)

        /// A state entry that is held, as it is written.
        case state([UInt8])

        /// What stands for entries that are not.
        case gap(Gap)
    }

    /// What stands next; `nil` at the end.
    private(set) var piece: Piece?

    /// Its first entry that is not in a piece yet.
    private var next: UInt64

    private let last: UInt64
    private let gaps: GapList
    private let states: SlidingArray<EntryLog.StateEntry>

    /// Takes a part of a log.
    ///
    /// - Parameters:
    ///   - log: The log.
    ///   - range: Which entries.
    init(of log: EntryLog, in range: ClosedRange<UInt64>) {
        (next, last) = (range.lowerBound, min(range.upperBound, log.head))
        (gaps, states) = (log.gaps, log.stateEntries)
        goOn()
    }

    /// Goes on behind the piece that stands next.
    mutating func goOn() {
        piece = nil
        guard next <= last else { return }
        var first: Gap?
        gaps.forEach(from: next) { gap in
            first = copy gap
            return false
        }
        if let first, first.lower <= next {
            let part = first.suffix(from: next).prefix(below: last + 1)
            piece = .gap(part)
            next = part.upper + 1
            return
        }
        let state = states.partition { $0.sequence < next }
        let nextState = state < states.end ? states[state].sequence : .max
        if nextState == next {
            piece = .state(states[state].bytes)
            next += 1
            return
        }
        // All that is neither is a message.
        let end = min(last, nextState - 1, (first?.lower ?? .max) - 1)
        piece = .posts(next...end)
        next = end + 1
    }

    /// Goes on behind one of the messages that stand next.
    mutating func goOn(behind sequence: UInt64) {
        guard case .posts(let numbers) = piece, numbers.upperBound > sequence else { return goOn() }
        piece = .posts((sequence + 1)...numbers.upperBound)
    }
}
