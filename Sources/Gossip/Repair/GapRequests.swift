/// The requests for what is missing, by run, and which of them is due first.
///
/// A peer can tell of a million runs that it does not have. So nothing here is a look at all requests but what concerns
/// all; see ``DueRuns``.
struct GapRequests {
    /// How many are looked after in one turn when more are due: a few milliseconds of work.
    static let dueAtOnce = 1000

    private var requests = RunColumn(empty: GapRequest?.none)

    /// The runs by the deadlines of their requests.
    private var due = DueRuns()

    /// The request for a run, if it has one.
    subscript(run: Int) -> GapRequest? { requests[run] }

    /// The runs that have a request, in no particular order.
    var runs: [Int] { due.all }

    /// When the first one is due, in monotonic nanoseconds; never is `Int64.max`.
    var deadline: Int64 { due.deadline }

    /// Adds a run that has just been given its number.
    mutating func add(_ run: Int) { requests.add(run, nil) }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        end(run)
        requests.close(run)
    }

    /// Begins a request for a run that has none.
    mutating func begin(_ request: GapRequest, for run: Int) {
        precondition(requests[run] == nil, "a run was to have two requests")
        requests[run] = request
        due.set(run, at: request.deadline)
    }

    /// Ends the request for a run, if it has one.
    mutating func end(_ run: Int) {
        guard requests[run] != nil else { return }
        requests[run] = nil
        due.remove(run)
    }

    /// Changes the request for a run, if it has one.
    @discardableResult
    mutating func change<Result>(_ run: Int, _ body: (inout GapRequest) -> Result) -> Result? {
        guard var request = requests[run] else { return nil }
        let result = body(&request)
        requests[run] = request
        due.set(run, at: request.deadline)
        return result
    }

    /// The runs whose requests are due, the first one first: so many at most, and the rest is due at once.
    mutating func takeDue(at now: Moment, limit: Int = dueAtOnce) -> [Int] {
        due.takeDue(at: now.monotonic, limit: limit)
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        due.checkInvariants()
        let asking = requests.runs.count { requests[$0] != nil }
        let isDue = runs.allSatisfy { requests[$0]?.deadline == due[$0] }
        precondition(asking == runs.count && isDue, "what is missing is not what is asked for, or not when it says")
    }
}
