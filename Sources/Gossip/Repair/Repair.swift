/// What is missing of origins' logs, whom it is asked of, and what waits above it.
///
/// A question changes no tree: who is asked answers once. The eager path is given time to bring what a lazy link
/// announced, then one link after the other is asked, for as long as somebody is known to have it.
struct Repair {
    /// How long to wait when nobody can be asked, in nanoseconds.
    static let lonelyPatience: Int64 = .milliseconds(1000)

    /// Entries that arrived above something missing.
    private(set) var buffers: ReorderBuffers

    /// Origins of which something is missing: those that have a request.
    var missing: [Int] { requests.runs }

    /// Which of its branches were taken.
    private(set) var marks = Marks()

    /// What is done about each.
    var requests = GapRequests()

    /// What neighbours said of it.
    var claims = GapClaims()

    /// Which runs wait for an earlier one of their node.
    private(set) var waiting = LaterRuns()

    /// Runs of which the journal lacks a stretch.
    private(set) var broken = BrokenRuns()

    /// How often in a row to look in vain for somebody to ask, before what waits is given up.
    let lonelyRounds: Int

    /// How long an announced entry may take on the eager path before it is asked for, in nanoseconds.
    private let eagerPatience: Int64

    /// Starts without origins.
    init(settings: GossipSettings) {
        buffers = ReorderBuffers(limits: settings.limits)
        lonelyRounds = settings.limits.lonelyRounds
        eagerPatience = settings.patience
    }

    // MARK: Origins and links that come and go

    /// Adds an origin that has just been given its number.
    mutating func add(_ origin: Int) {
        buffers.add(origin)
        requests.add(origin)
    }

    /// Forgets an origin, for ever.
    mutating func close(_ origin: Int) {
        buffers.close(origin)
        requests.close(origin)
        claims.close(origin)
        waiting.close(origin)
        broken.remove(origin)
    }

    /// A link has closed: what it was asked for is asked of others.
    mutating func forget(link: Int, at now: Moment) {
        for origin in missing { requests.change(origin) { $0.forget(link, at: now) } }
        claims.forget(link: link)
    }

    // MARK: Entries above something missing

    /// Holds an entry back until what is missing below it is here; without room it is dropped, and asked for later.
    mutating func hold(_ entry: HeldEntry, of origin: Int) {
        marks.insert(buffers.hold(entry, of: origin) ? .entryHeldBack : .entryWithoutRoom)
    }

    /// Holds an entry back that the journal has behind a hole: there is room for all that it has.
    mutating func holdRestored(_ entry: HeldEntry, of origin: Int) { buffers.holdRestored(entry, of: origin) }

    /// Takes an entry if it is the lowest that is held back, and drops what lies below.
    mutating func takeHeld(_ sequence: UInt64, of origin: Int) -> HeldEntry? { buffers.take(sequence, of: origin) }

    /// Begins a turn, which has time again for what was held back.
    mutating func beginTurn() { buffers.beginTurn() }

    /// The turn has spent time on so many entries that were held back.
    mutating func spend(held count: Int) { buffers.spend(count) }

    /// The next turn goes on with an origin, since nothing is missing but time.
    mutating func noteReady(_ origin: Int, at now: Moment) { buffers.noteReady(origin, at: now) }

    /// Takes out the origin with which to go on now, if there is one.
    mutating func takeReady(at now: Moment) -> Int? { buffers.takeReady(at: now) }

    // MARK: What is missing

    /// Takes notice that something is missing.
    ///
    /// - Parameters:
    ///   - origin: The origin.
    ///   - isOverdue: Whether it was a lazy link that told of it, so that the parent may still bring it.
    ///   - now: The time.
    /// - Returns: Whether somebody is to be asked now.
    mutating func noteMissing(of origin: Int, isOverdue: Bool, at now: Moment) -> Bool {
        if requests[origin] == nil {
            let deadline = now.monotonic + (isOverdue ? eagerPatience : 0)
            requests.begin(GapRequest(deadline: deadline, isOverdue: isOverdue), for: origin)
        } else if !isOverdue {
            requests.change(origin) { $0.hurry(at: now) }
        }
        return isDue(origin, at: now) && requests[origin]?.askedLink == nil
    }

    /// Takes notice that nothing is missing of an origin any more, or that nobody has it.
    mutating func noteWhole(_ origin: Int) {
        guard requests[origin] != nil else { return }
        requests.end(origin)
        claims.close(origin)
    }

    /// Gives up what is missing of an origin, with what waits for it and is of no use then.
    mutating func giveUp(_ origin: Int, as mark: Mark) {
        marks.insert(mark)
        forgetMissing(of: origin)
    }

    /// Forgets what is missing of an origin, and what waits for it.
    mutating func forgetMissing(of origin: Int) {
        buffers.drop(origin)
        waiting.remove(origin)
        noteWhole(origin)
    }

    // MARK: Holes in the journal

    /// The journal lacks a stretch of a run, which went up to an entry at least: neighbours are asked for it.
    mutating func noteBroken(_ origin: Int, upTo sequence: UInt64, at now: Moment) {
        broken.note(origin, upTo: sequence)
        _ = noteMissing(of: origin, isOverdue: false, at: now)
    }

    /// What the journal has behind a hole of a run is of no use any more, if it has one.
    mutating func dropRestored(of origin: Int) {
        guard broken[origin] != nil else { return }
        broken.remove(origin)
        forgetMissing(of: origin)
    }

    /// The journal has of runs what it says.
    mutating func noteWritten(head: (Int) -> UInt64) { broken.removeAll { $1 <= head($0) } }

    // MARK: Runs that wait for an earlier one

    /// A later run of the same node waits for an entry of this one, and for nothing else.
    mutating func expect(_ origin: Int, upTo sequence: UInt64, for later: Int) {
        waiting.insert(later, waitingFor: origin, upTo: sequence)
    }

    /// The head of a run has moved: whatever it waited for, it does not any more.
    mutating func noteMoved(_ origin: Int) { waiting.remove(origin) }

    /// Takes out the first of the later runs that wait for no more of a run than it has by now; where this turn has no time for
    /// it, the next one goes on there.
    mutating func takeLaterRun(of origin: Int, head: UInt64, at now: Moment) -> Int? {
        guard waiting.hasFree(behind: origin, upTo: head) else { return nil }
        guard buffers.left > 0 else {
            buffers.noteReady(origin, at: now)
            return nil
        }
        buffers.spend(1)
        return waiting.takeFree(behind: origin, upTo: head)
    }

    /// Takes notice that a branch was taken.
    mutating func mark(_ mark: Mark) { marks.insert(mark) }

    /// Checks what must hold after every event.
    func checkInvariants() {
        buffers.checkInvariants()
        requests.checkInvariants()
        claims.checkInvariants()
        waiting.checkInvariants()
    }
}
