/// How old the messages of a channel are whose rank does not tell, the oldest first.
///
/// A message is as old as its time says; one that came from a clock so far ahead that it is not believed, as if it were
/// of the latest time that was believed when it came. So it does not stay until its own time comes. When the own clock is
/// set, it is found out anew how old they are.
struct AgeOrder: Initial {
    private var messages = SlidingArray<(time: Int64, number: Int)>()

    /// The oldest message, and of when it is.
    var first: (time: Int64, number: Int)? { messages.first }

    /// How many messages there are, with some that are gone.
    var count: Int { messages.count }

    /// Adds a message; nearly always it is the youngest.
    mutating func append(_ number: Int, at time: Int64) {
        messages.insert((time, number), at: messages.partition { $0.time <= time })
    }

    /// Forgets the oldest message.
    mutating func removeFirst() {
        messages.removeAll(below: messages.start + 1)
    }

    /// Forgets messages.
    mutating func keepAll(where isWanted: (Int) -> Bool) {
        messages.filter { isWanted($0.number) }
    }

    /// Has messages be of other times.
    ///
    /// - Parameters:
    ///   - more: Messages that may not be here yet, and of when they are.
    ///   - time: Of when a message is that is here, by its number and by the time it had; `nil` if its rank tells.
    mutating func renew(with more: [(time: Int64, number: Int)] = [], _ time: (Int, Int64) -> Int64?) {
        var renewed: [(time: Int64, number: Int)] = []
        var known: Set<Int> = []
        for place in messages.start..<messages.end {
            let message = messages[place]
            known.insert(message.number)
            if let time = time(message.number, message.time) { renewed.append((time, message.number)) }
        }
        renewed += more.filter { !known.contains($0.number) }
        renewed.sort { ($0.time, $0.number) < ($1.time, $1.number) }
        messages = SlidingArray()
        for message in renewed { messages.append(message) }
    }
}
