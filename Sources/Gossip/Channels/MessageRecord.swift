/// What a node remembers of one message beside its frame.
struct MessageRecord: Sendable {
    /// What a message costs beside its frame, in bytes: this record, its place in the order of ranks, its reference in
    /// its origin's log, the arrays' room for more, and what its chunk has beyond its frames.
    ///
    /// The same on every node, since it decides what is held: see `RetentionTests`, which measures it.
    static let cost = 192

    /// How long the notes of a message are at most, in bytes.
    static let notesLimit = 255

    /// What retention charges for a message at most, in bytes, whose frame has so many.
    static func largestCost(ofFrame length: Int) -> Int { length + cost + NoteTable.cost + notesLimit }

    /// The number of its origin.
    var origin: Int

    /// Its number within the origin.
    var sequence: UInt64

    /// When it was posted, in microseconds since 1970.
    var time: Int64

    /// Where it stands among all messages; see ``Ranks``.
    var rank: Int64

    /// Where its frame starts in the channel's log.
    var offset: Int

    /// What it adds to the transcript.
    var hash: UInt64

    /// See ``letGoAt``; negative while it is held.
    private var letGoNumber = -1

    /// What its author would recognise it by, if anything.
    var key: MessageKey?

    /// How long its notes are, in bytes; 0 for none.
    private let shortNotesLength: UInt8

    /// How long the frame is, in bytes; both so short that a record takes 80.
    private let shortLength: UInt32

    /// Remembers a message that is held.
    init(
        origin: Int,
        sequence: UInt64,
        _ envelope: Envelope,
        offset: Int,
        length: Int,
        hash: UInt64,
        notesLength: Int = 0
    ) {
        self.origin = origin
        self.sequence = sequence
        time = envelope.time
        rank = envelope.rank
        key = envelope.key
        self.offset = offset
        self.hash = hash
        shortNotesLength = UInt8(notesLength)
        shortLength = UInt32(length)
    }

    /// What stands for a record that was given back.
    static func gone(at letGoAt: Int, offset: Int) -> MessageRecord {
        let nothing = Envelope(time: 0, rank: 0)
        var record = MessageRecord(origin: 0, sequence: .max, nothing, offset: offset, length: 0, hash: 0)
        record.letGoAt = letGoAt
        return record
    }

    /// How long the frame is, in bytes.
    var length: Int { Int(shortLength) }

    /// How long its notes are, in bytes; 0 for none.
    var notesLength: Int { Int(shortNotesLength) }

    /// Which one it was of all messages that retention let go in its channel; `nil` while it is held.
    var letGoAt: Int? {
        get { isHeld ? nil : letGoNumber }
        set { letGoNumber = newValue ?? -1 }
    }

    /// Whether retention has not let it go.
    var isHeld: Bool { letGoNumber < 0 }

    /// The order of history: by rank, then by ID.
    ///
    /// - Parameters:
    ///   - other: Another message.
    ///   - isBefore: Whether an origin sorts before another, by name and epoch.
    /// - Returns: Whether this message comes first.
    func isEarlier(than other: MessageRecord, by isBefore: (Int, Int) -> Bool) -> Bool {
        if rank != other.rank { return rank < other.rank }
        if origin != other.origin { return isBefore(origin, other.origin) }
        return sequence < other.sequence
    }
}
