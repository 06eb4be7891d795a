/// Runs, each with the time at which something is due of it, and which of them is the first.
///
/// A peer can have something due of each run that there is room for. So nothing here is a look at all of them: one more or
/// one less costs some twenty comparisons.
struct DueRuns {
    private struct DueTime {
        /// In monotonic nanoseconds.
        var time: Int64

        /// Where the run stands in ``all``.
        var index: Int
    }

    /// The runs, in no particular order.
    private(set) var all: [Int] = []

    private var places: [Int: DueTime] = [:]

    /// When some of those that were due were left for the next turn, in monotonic nanoseconds.
    private var restIsDueAt = Int64.min

    /// The runs by their times, some under earlier ones too; the first one is as it says.
    private var queue = EarliestQueue()

    /// When something is due of a run, in monotonic nanoseconds; `nil` for nothing.
    subscript(run: Int) -> Int64? { places[run]?.time }

    /// When something is due of the first one, in monotonic nanoseconds; never is `Int64.max`.
    ///
    /// What a turn left for the next one is due since that turn: it is not late for that.
    var deadline: Int64 { max(queue.first?.place ?? .max, restIsDueAt) }

    /// Has something be due of a run at a time, and at no other.
    mutating func set(_ run: Int, at time: Int64) {
        guard let place = places[run] else {
            places[run] = DueTime(time: time, index: all.count)
            all.append(run)
            return enqueue(run, at: time)
        }
        guard place.time != time else { return }
        places[run]?.time = time
        enqueue(run, at: time)
    }

    /// Has nothing be due of a run.
    mutating func remove(_ run: Int) {
        guard let index = places.removeValue(forKey: run)?.index, let last = all.popLast() else { return }
        if last != run {
            all[index] = last
            places[last]?.index = index
        }
        dropOutdated()
    }

    /// The runs of which something is due, the first one first; they stay here.
    ///
    /// - Parameters:
    ///   - now: The time, in monotonic nanoseconds.
    ///   - limit: How many at most; the rest is due at once.
    /// - Returns: The runs.
    mutating func takeDue(at now: Int64, limit: Int) -> [Int] {
        let due = queue.due(at: now, limit: limit) { [places] in places[$0.number]?.time != $0.place }
        if !due.isAll { restIsDueAt = now }
        return due.numbers
    }

    private mutating func enqueue(_ run: Int, at time: Int64) {
        if queue.isCrowded(for: all.count) {
            queue.removeAll()
            for run in all {
                if let time = places[run]?.time { queue.insert(.init(place: time, number: run)) }
            }
        } else {
            queue.insert(.init(place: time, number: run))
        }
        dropOutdated()
    }

    private mutating func dropOutdated() {
        while let first = queue.first, places[first.number]?.time != first.place { queue.removeFirst() }
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        let isInPlace = all.indices.allSatisfy { places[all[$0]]?.index == $0 }
        precondition(isInPlace && all.count == places.count, "something is due of a run that is not there, or twice")
        let first = all.reduce(Int64.max) { min($0, places[$1]?.time ?? .max) }
        precondition(queue.first?.place ?? .max == first, "the first run is not due when it says")
    }
}
