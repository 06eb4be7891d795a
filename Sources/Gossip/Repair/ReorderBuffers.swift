/// The reorder buffers of all origins, which have one bound together.
struct ReorderBuffers {
    /// How many entries that were held back are applied, and runs freed that waited for an earlier one, before timers run
    /// again: the rest waits for a turn in which they do, which is the next one then.
    ///
    /// A peer can have 8 MiB of them held, of some hundred bytes each, in one run or in thousands of which each waits for the
    /// same one, and bring what is missing below them in the end.
    static let appliedAtOnce = 1000

    private var buffers = RunColumn(empty: ReorderBuffer())

    /// How many bytes of entries are held back, of all origins.
    private(set) var byteCount = 0

    /// How many bytes of entries may be held back above the bound: what the journal had behind holes.
    private var allowance = 0

    /// How many entries that were held back, and runs that waited for an earlier one, this turn still has time for; less than
    /// none where each part of a gap freed one more.
    private(set) var left = appliedAtOnce

    /// The origins of which, or behind which, there is more than a turn has time for, the first of them first.
    private var ready = SlidingArray<Int>()
    private var readyOrigins: Set<Int> = []

    /// When the next turn is to go on with them, in monotonic nanoseconds; never is `Int64.max`.
    private(set) var readyAt = Int64.max

    /// How many bytes may be held back for one origin, and for all.
    private let originLimit: Int
    private let limit: Int

    /// Starts without origins.
    init(limits: GossipLimits) {
        originLimit = limits.earlyBytes
        limit = limits.allEarlyBytes
    }

    /// Adds an origin that has just been given its number.
    mutating func add(_ origin: Int) {
        buffers.add(origin, ReorderBuffer())
    }

    /// Forgets an origin, for ever.
    mutating func close(_ origin: Int) {
        drop(origin)
        if readyOrigins.remove(origin) != nil { ready.filter { $0 != origin } }
        if ready.isEmpty { readyAt = .max }
        buffers.close(origin)
    }

    /// What is held back of an origin.
    subscript(origin: Int) -> ReorderBuffer {
        _read { yield buffers[origin] }
    }

    /// Holds an entry back until what is missing below it is here; without room it is dropped, and asked for later.
    ///
    /// - Returns: Whether there was room.
    mutating func hold(_ entry: HeldEntry, of origin: Int) -> Bool {
        let buffer = buffers[origin]
        guard byteCount + entry.byteCount <= limit + allowance,
            buffer.byteCount + entry.byteCount <= originLimit + buffer.allowance
        else { return false }
        change(origin) { $0.insert(entry) }
        return true
    }

    /// Holds an entry of this node's own journal back, beside all that there is room for: no more than the journal has.
    mutating func holdRestored(_ entry: HeldEntry, of origin: Int) { change(origin) { $0.insertRestored(entry) } }

    /// Takes an entry if it is the lowest that is held back, and drops what lies below.
    mutating func take(_ sequence: UInt64, of origin: Int) -> HeldEntry? {
        change(origin) { $0.take(sequence) }
    }

    // MARK: Turns

    /// Whether a turn is to go on with some origin.
    var hasReady: Bool { !ready.isEmpty }

    /// Whether a turn is to go on with an origin.
    func isReady(_ origin: Int) -> Bool { readyOrigins.contains(origin) }

    /// Begins a turn, which has time again.
    mutating func beginTurn() { left = Self.appliedAtOnce }

    /// Takes time of the turn.
    mutating func spend(_ count: Int) { left -= count }

    /// Takes notice that the next turn is to go on with an origin, since nothing is missing but time.
    mutating func noteReady(_ origin: Int, at now: Moment) {
        if readyOrigins.insert(origin).inserted { ready.append(origin) }
        readyAt = now.monotonic
    }

    /// Takes out the origin with which to go on now, if there is one.
    mutating func takeReady(at now: Moment) -> Int? {
        guard let origin = ready.first else { return nil }
        ready.removeAll(below: ready.start + 1)
        readyOrigins.remove(origin)
        readyAt = ready.isEmpty ? .max : now.monotonic
        return origin
    }

    /// Drops what is held back of an origin.
    mutating func drop(_ origin: Int) {
        change(origin) { $0 = ReorderBuffer() }
    }

    private mutating func change<Result>(_ origin: Int, _ change: (inout ReorderBuffer) -> Result) -> Result {
        let (before, allowanceBefore) = (buffers[origin].byteCount, buffers[origin].allowance)
        defer {
            byteCount += buffers[origin].byteCount - before
            allowance += buffers[origin].allowance - allowanceBefore
        }
        return change(&buffers[origin])
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        precondition(byteCount <= limit + allowance, "more is held back than may be")
        var (sum, allowances) = (0, 0)
        for origin in buffers.runs {
            sum += buffers[origin].byteCount
            let buffer = buffers[origin]
            allowances += buffer.allowance
            precondition(
                buffer.byteCount <= originLimit + buffer.allowance,
                "more is held back of an origin than may be"
            )
            buffers[origin].checkInvariants()
        }
        precondition(ready.isEmpty == (readyAt == .max), "nobody goes on with what was held back")
        precondition(ready.count == readyOrigins.count, "a turn goes on with an origin twice, or never")
        precondition(sum == byteCount && allowances == allowance, "it is not known how much is held back")
    }
}
