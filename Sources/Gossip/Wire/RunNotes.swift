import Bytes

/// What a frame says of one run, behind the run's name.
protocol RunNote {
    /// Reads the note at the cursor.
    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput)
}

/// Notes on runs, as most frames between nodes are: read whole, before anything is done about the first of them.
struct RunNotes<Note: RunNote> {
    /// The notes, in order.
    private(set) var notes: [(run: RunName, note: Note)] = []

    /// Reads the notes from the cursor up to the end of the body.
    ///
    /// - Throws: When one of them is cut off or out of its range, or there are too many.
    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        while cursor.offset < body.count {
            guard notes.count < RunNotesLimit.count else { throw TruncatedInput() }
            let run = try cursor.runName(in: body)
            notes.append((run, try Note(decoding: body, at: &cursor)))
        }
    }
}

/// How much one frame tells of runs.
enum RunNotesLimit {
    /// How many runs, at most: more make another frame.
    ///
    /// With the longest names that is under 64 KiB.
    static let count = 512
}

/// How far a log goes that the peer has: what a clock says of it.
struct ClockNote: RunNote {
    /// The oldest message that is held, or one above the head.
    var floor: UInt64

    /// The newest entry below which nothing is missing.
    var head: UInt64

    /// The hash of all entries up to there; 0 where it is not known.
    var hash: UInt64

    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        floor = try cursor.nextSequence(in: body)
        head = try cursor.sequence(in: body)
        hash = try cursor.integer(UInt64.self, in: body)
    }
}

/// The newest entry that the peer has.
struct HeadNote: RunNote {
    var head: UInt64

    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        head = try cursor.sequence(in: body)
    }
}

/// A question for entries.
struct AskNote: RunNote {
    var lower: UInt64
    var upper: UInt64

    /// The peer's state has everything up to here.
    var stateSequence: UInt64

    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        lower = try cursor.sequence(in: body)
        upper = try cursor.sequence(in: body)
        stateSequence = try cursor.sequence(in: body)
        guard lower >= 1, upper >= lower else { throw TruncatedInput() }
    }
}

/// The peer wants heads only.
struct PruneNote: RunNote {
    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {}
}

/// The peer wants entries as they come, and those above what it has.
struct GraftNote: RunNote {
    /// The newest entry that the peer has.
    var head: UInt64

    /// Its state has everything up to here.
    var stateSequence: UInt64

    init(decoding body: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        head = try cursor.sequence(in: body)
        stateSequence = try cursor.sequence(in: body)
    }
}
