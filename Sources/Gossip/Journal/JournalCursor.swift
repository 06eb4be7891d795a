/// The disk is a cursor too: how far every origin's log was written to it.
struct JournalCursor {
    /// How far one origin was written.
    struct Place {
        /// The newest entry that was written.
        var head: UInt64 = 0

        /// The entry up to which the state was last written whole.
        var state: UInt64 = 0

        /// Whether the state was taken over from somebody since: what is written may be a wrong one, under whatever number.
        fileprivate(set) var isStateReplaced = false

        /// Whether ``JournalCursor/changed`` has the origin.
        fileprivate var isChanged = false
    }

    /// By origin number.
    private(set) var places: [Int: Place] = [:]

    /// The origins of which more may be known than is written, each once, in the order in which it came.
    private(set) var changed: [Int] = []

    /// Runs that were closed since, in parts of one node each, in the order in which that came: what was written says of them
    /// only how far they went.
    private(set) var closed: [(member: Int, runs: ClosedRuns)] = []

    /// Up to which rank it was written that everything was let go to make room.
    var floor: Int64

    /// Starts where the logs are now.
    init(heads: [(origin: Int, head: UInt64)], floor: Int64) {
        self.floor = floor
        for (origin, head) in heads { places[origin] = Place(head: head, state: head) }
    }

    /// Forgets an origin.
    mutating func close(_ origin: Int) {
        places[origin] = nil
    }

    /// Takes notice of what a run is remembered by that was closed.
    mutating func noteClosed(_ run: ClosedRuns.Run, saying link: RunLink?, of member: Int) {
        if closed.last?.member != member { closed.append((member, ClosedRuns())) }
        closed[closed.count - 1].runs.insert(run, saying: link)
    }

    /// Takes a number of parts off the front: they are written.
    mutating func finishClosed(_ count: Int) {
        closed.removeFirst(count)
    }

    /// How far an origin was written.
    subscript(origin: Int) -> Place { places[origin] ?? Place() }

    /// Takes notice that an origin's state was taken over.
    mutating func noteReplacedState(of origin: Int) {
        places[origin, default: Place()].isStateReplaced = true
        noteChange(of: origin)
    }

    /// Takes notice that an origin's head has moved.
    mutating func noteChange(of origin: Int) {
        guard !self[origin].isChanged else { return }
        places[origin, default: Place()].isChanged = true
        changed.append(origin)
    }

    /// Moves on to what was written.
    mutating func advance(_ origin: Int, to sequence: UInt64) {
        places[origin, default: Place()].head = sequence
    }

    /// Takes notice that the state was written.
    mutating func advanceState(of origin: Int, to sequence: UInt64) {
        places[origin, default: Place()].state = sequence
        places[origin]?.isStateReplaced = false
    }

    /// Takes a number of origins off the front: of them everything is written.
    mutating func finish(_ count: Int) {
        for origin in changed.prefix(count) { places[origin]?.isChanged = false }
        changed.removeFirst(count)
    }
}
