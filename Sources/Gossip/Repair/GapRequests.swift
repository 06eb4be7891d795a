/// The requests for what is missing, by run, and which of them is due first.
///
/// A peer can tell of a million runs that it does not have. So nothing here is a look at all requests but what concerns
/// all: one more or one less costs some twenty comparisons.
struct GapRequests {
    /// How many are looked after in one turn when more are due: a few milliseconds of work.
    static let dueAtOnce = 1000

    private struct Place {
        var request: GapRequest

        /// Where the run stands in ``runs``.
        var index: Int
    }

    /// The runs that have a request, in no particular order.
    private(set) var runs: [Int] = []

    private var places = RunColumn(empty: Place?.none)

    /// When some of those that were due were left for the next turn, in monotonic nanoseconds.
    private var restIsDueAt = Int64.min

    /// The runs by their deadlines, some under earlier ones too; the first one is as it says.
    private var queue = EarliestQueue()

    /// The request for a run, if it has one.
    subscript(run: Int) -> GapRequest? { places[run]?.request }

    /// When the first one is due, in monotonic nanoseconds; never is `Int64.max`.
    ///
    /// What a turn left for the next one is due since that turn: it is not late for that.
    var deadline: Int64 { max(firstDeadline, restIsDueAt) }

    private var firstDeadline: Int64 { queue.first?.place ?? .max }

    /// Adds a run that has just been given its number.
    mutating func add(_ run: Int) { places.add(run, nil) }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        end(run)
        places.close(run)
    }

    /// Begins a request for a run that has none.
    mutating func begin(_ request: GapRequest, for run: Int) {
        precondition(places[run] == nil, "a run was to have two requests")
        places[run] = Place(request: request, index: runs.count)
        runs.append(run)
        enqueue(run, at: request.deadline)
    }

    /// Ends the request for a run, if it has one.
    mutating func end(_ run: Int) {
        guard let index = places[run]?.index, let last = runs.popLast() else { return }
        if last != run {
            runs[index] = last
            places[last]?.index = index
        }
        places[run] = nil
        dropOutdated()
    }

    /// Changes the request for a run, if it has one.
    @discardableResult
    mutating func change<Result>(_ run: Int, _ body: (inout GapRequest) -> Result) -> Result? {
        guard var place = places[run] else { return nil }
        let deadline = place.request.deadline
        let result = body(&place.request)
        places[run] = place
        if place.request.deadline != deadline { enqueue(run, at: place.request.deadline) }
        return result
    }

    /// The runs whose requests are due, the first one first: so many at most, and the rest is due at once.
    mutating func takeDue(at now: Moment, limit: Int = dueAtOnce) -> [Int] {
        let due = queue.due(at: now.monotonic, limit: limit) { [places] in
            places[$0.number]?.request.deadline != $0.place
        }
        if !due.isAll { restIsDueAt = now.monotonic }
        return due.numbers
    }

    private mutating func enqueue(_ run: Int, at time: Int64) {
        if queue.isCrowded(for: runs.count) {
            queue.removeAll()
            for run in runs {
                if let time = places[run]?.request.deadline { queue.insert(.init(place: time, number: run)) }
            }
        } else {
            queue.insert(.init(place: time, number: run))
        }
        dropOutdated()
    }

    private mutating func dropOutdated() {
        while let first = queue.first, places[first.number]?.request.deadline != first.place { queue.removeFirst() }
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        let asking = places.runs.count { places[$0] != nil }
        let isInPlace = runs.indices.allSatisfy { places[runs[$0]]?.index == $0 }
        precondition(asking == runs.count && isInPlace, "what is missing is not what is asked for")
        let first = runs.reduce(Int64.max) { min($0, places[$1]?.request.deadline ?? .max) }
        precondition(firstDeadline == first, "the first request is not due when it says")
    }
}
