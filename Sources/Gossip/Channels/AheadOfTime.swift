/// The messages of a channel that came from a clock so far ahead that it is not believed.
///
/// Such a message counts, when it is about what goes first, as if it were of the latest time that was believed when it
/// came. So it neither stays until its own time comes, nor outlives what is posted after it.
struct AheadOfTime {
    private var messages = SlidingArray<(time: Int64, number: Int)>()

    /// The message that goes first, and up to when it counts.
    var first: (time: Int64, number: Int)? { messages.first }

    /// Adds a message; nearly always the clock has not been set back since the last one came.
    mutating func append(_ number: Int, until time: Int64) {
        messages.insert((time, number), at: messages.partition { $0.time <= time })
    }

    /// Forgets the first message.
    mutating func removeFirst() {
        messages.removeAll(below: messages.start + 1)
    }
}
