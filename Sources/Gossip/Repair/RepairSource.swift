/// A link that can be asked for what is missing, as it is at the moment.
struct RepairSource {
    /// How long an answer may be silent at least before somebody else is asked, in nanoseconds.
    static let shortestPatience: Int64 = .milliseconds(500)

    /// The link's number, and the one that no other link ever had.
    var link: Int
    var serial: Int

    /// The newest entry that the peer is known to hold, and the oldest message that it said it holds.
    var head: UInt64
    var floor: UInt64

    /// The smoothed time there and back, in nanoseconds.
    var roundTrip: Int64?

    /// The large frames that the peer is in the middle of sending, by its numbers.
    var unfinished: Range<UInt64>

    /// How many bytes have come of those.
    var arrivedBytes = 0

    /// When any answer last came from there, in monotonic nanoseconds.
    var answeredAt: Int64

    /// How long its answer may be silent, in nanoseconds.
    var patience: Int64 { max(Self.shortestPatience, 4 * (roundTrip ?? 0)) }

    /// Whether it holds more of what is missing, or as much and is quicker.
    func isBetter(than other: RepairSource) -> Bool {
        floor == other.floor ? roundTrip ?? .max < other.roundTrip ?? .max : floor < other.floor
    }
}
