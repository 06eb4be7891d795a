import Bytes

/// What stands ready for a peer: frames, short notes on runs, and answers, each sent as soon as there is room.
struct Outbox {
    /// Frames that go before everything else.
    private(set) var control: [UInt8] = []

    /// Whether the node was told something else since it greeted the peer, which has not greeted yet.
    var owesAgreement = false

    /// The next node whose closed runs are to be told, before the clock.
    private(set) var closedPlace = 0

    /// The next place among the origins to be put into our clock; `nil` when the peer was told it all.
    private(set) var clockPlace: Int?

    /// Origins to be asked for, pruned, grafted, each of the latter once.
    private(set) var asks: [Ask] = []
    private(set) var prunes: [Int] = []
    private(set) var grafts: [Int] = []

    /// Origins of which the peer waits to hear that we have them, each once.
    private(set) var confirmations: [Int] = []

    /// What the peer asked for, in the order of the questions.
    private var answers = Queue<Answer>()

    // MARK: What is to be told

    /// Has frames sent before everything else.
    mutating func append(_ frames: [UInt8]) {
        control.append(contentsOf: frames)
    }

    /// Has the whole clock told.
    mutating func tellClock() {
        closedPlace = 0
        clockPlace = 0
    }

    /// Has entries asked for.
    mutating func append(_ ask: Ask) {
        asks.append(ask)
    }

    /// Has the peer hear what a tree wants of it.
    mutating func prune(_ origin: Int) {
        prunes.append(origin)
    }

    /// Has the peer hear what a tree wants of it.
    mutating func graft(_ origin: Int) {
        grafts.append(origin)
    }

    /// Has the peer hear that we have an origin's entries.
    mutating func confirm(_ origin: Int) {
        // Nearly always it is the only one: a peer has one run that lives.
        if !confirmations.contains(origin) { confirmations.append(origin) }
    }

    /// Takes a question to be answered, unless `limit` wait: then the peer will ask again, here or elsewhere.
    ///
    /// - Returns: Whether there was room.
    mutating func append(_ answer: Answer, limit: Int) -> Bool {
        guard answers.count < limit else { return false }
        answers.append(answer)
        return true
    }

    // MARK: What is being told

    /// Whether there is anything beside ``control``.
    var hasNews: Bool { clockPlace != nil || !answers.isEmpty || hasNotes }

    /// Takes the frames that go before everything else.
    mutating func takeControl(into output: inout [UInt8]) {
        guard !control.isEmpty else { return }
        output.append(contentsOf: control)
        control = []
    }

    /// The closed runs of one more node were told.
    mutating func noteClosedRunsTold() {
        closedPlace += 1
    }

    /// The clock was told up to a place; `nil` when that is all.
    mutating func noteClockTold(upTo place: Int?) {
        clockPlace = place
    }

    /// Whether there are asks, prunes, grafts or confirmations.
    var hasNotes: Bool { !asks.isEmpty || !prunes.isEmpty || !grafts.isEmpty || !confirmations.isEmpty }

    /// Forgets the asks, the prunes, the grafts and the confirmations: they were told.
    mutating func clearNotes() {
        asks.removeAll(keepingCapacity: true)
        prunes.removeAll(keepingCapacity: true)
        grafts.removeAll(keepingCapacity: true)
        confirmations.removeAll(keepingCapacity: true)
    }

    /// Whether an answer waits.
    var hasAnswer: Bool { !answers.isEmpty }

    /// Takes the answer that is to go on.
    mutating func takeAnswer() -> Answer? { answers.popFirst() }

    /// Puts an answer behind the others that is not complete.
    mutating func putBack(_ answer: Answer) {
        answers.append(answer)
    }

    /// Has nothing sent any more but the control frames and these.
    mutating func close(saying lastWords: [UInt8]) {
        var last = Outbox()
        last.control = control + lastWords
        self = last
    }

    /// Gives memory back that answers took, once none waits.
    mutating func trimAnswers() {
        if answers.isEmpty { answers = Queue() }
    }

    // MARK: Figures

    /// How many notes and answers wait.
    var noteCount: Int { asks.count + prunes.count + grafts.count + confirmations.count + answers.count }

    /// The origins that something is about which waits.
    var origins: Set<Int> {
        var origins = Set(asks.map(\.origin))
        origins.formUnion(prunes)
        origins.formUnion(grafts)
        origins.formUnion(confirmations)
        origins.formUnion(answers.map(\.origin))
        return origins
    }
}

/// A question for entries of one origin.
struct Ask {
    /// The origin.
    var origin: Int

    /// The first and the last entry.
    var lower: UInt64
    var upper: UInt64
}

/// A question of a peer that is being answered.
struct Answer {
    /// The origin.
    var origin: Int

    /// The next entry to be sent, and the last.
    var next: UInt64
    var upper: UInt64

    /// The peer's state of this origin has everything up to here.
    var stateSequence: UInt64

    /// How many bytes were sent.
    var sentBytes = 0
}
