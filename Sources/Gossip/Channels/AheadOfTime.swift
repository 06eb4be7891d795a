/// The messages of a channel that came from a clock so far ahead that it is not believed.
///
/// Such a message counts, when it is about what goes first, as if it were of the latest time that was believed when it
/// came. So it neither stays until its own time comes, nor outlives what is posted after it. When the own clock is set,
/// it is found out anew which messages these are.
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

    /// Forgets the messages that are believed now.
    mutating func keepAll(where isAhead: (Int) -> Bool) {
        messages.filter { isAhead($0.number) }
    }

    /// Has messages, in the order of their times, count up to a time at most; they include all that count beyond it.
    mutating func bound(_ numbers: some Sequence<Int>, to time: Int64) {
        messages.removeAll(from: messages.partition { $0.time <= time })
        let known = Set((messages.start..<messages.end).map { messages[$0].number })
        for number in numbers where !known.contains(number) { messages.append((time, number)) }
    }
}
