/// What is to be seen of the requests, what neighbours bring, and what they refuse.
extension Repair {
    /// What is done about something that is missing of an origin; `nil` when nothing is.
    func request(for origin: Int) -> GapRequest? { requests[origin] }

    /// When ``isDue(_:at:)`` will be true of something, in monotonic nanoseconds; never is `Int64.max`.
    var deadline: Int64 { min(requests.deadline, buffers.readyAt) }

    /// The origins of which something is to be done about what is missing, unless that comes of what is done about another.
    mutating func takeDue(at now: Moment) -> [Int] { requests.takeDue(at: now) }

    /// Whether something is to be done about what is missing of an origin.
    func isDue(_ origin: Int, at now: Moment) -> Bool {
        request(for: origin).map { $0.deadline <= now.monotonic } ?? false
    }

    /// The later runs of a run's node that wait for it.
    func laterRuns(of origin: Int) -> [Int] { waiting.runs(waitingFor: origin) }

    /// A link has brought something of what is missing of an origin.
    mutating func noteProgress(of origin: Int, by link: Int, at now: Moment) {
        requests.change(origin) { $0.noteProgress(by: link, at: now) }
    }

    // MARK: Answers

    /// A link has answered as much as it does at a time.
    mutating func endAnswer(of origin: Int, on link: Int, head: UInt64, at now: Moment) {
        let holdsAny = buffers[origin].last != nil
        requests.change(origin) { $0.endAnswer(of: link, head: head, holdsAny: holdsAny, at: now) }
    }

    /// A link did not bring what is missing.
    mutating func noteTried(_ link: Int, for origin: Int) {
        requests.change(origin) { $0.noteTried(link) }
    }

    /// Part of what is missing has come: everybody may have the rest.
    mutating func forgetTried(for origin: Int) {
        requests.change(origin) { $0.forgetTried() }
    }

    // MARK: What a neighbour says is gone

    /// Whether a neighbour said that what is missing is gone, and others still have the time to bring it, or had it.
    func isRefused(_ origin: Int) -> Bool { request(for: origin)?.refusal != nil }

    /// See ``GapRequest/refuse(_:awaiting:at:)``; as long as nobody was asked, others have the time.
    mutating func refuse(_ refusal: Refusal, of origin: Int, awaiting others: [RepairSource], at now: Moment) -> Bool {
        requests.change(origin) { $0.refuse(refusal, awaiting: others, at: now) } ?? (now.monotonic < refusal.end)
    }

    /// See ``GapRequest/endRefusal(above:at:)``.
    mutating func endRefusal(of origin: Int, above head: UInt64, at now: Moment) {
        guard isRefused(origin) else { return }
        requests.change(origin) { $0.endRefusal(above: head, at: now) }
    }
}
