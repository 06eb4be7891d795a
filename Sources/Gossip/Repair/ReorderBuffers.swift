/// The reorder buffers of all origins, which have one bound together.
struct ReorderBuffers {
    private var buffers = RunColumn(empty: ReorderBuffer())

    /// How many bytes of entries are held back, of all origins.
    private(set) var byteCount = 0

    /// The origins of which more can be applied than a turn has time for, the first of them first.
    private(set) var ready: [Int] = []

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
        ready.removeAll { $0 == origin }
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
        guard byteCount + entry.byteCount <= limit, buffers[origin].byteCount + entry.byteCount <= originLimit else {
            return false
        }
        change(origin) { $0.insert(entry) }
        return true
    }

    /// Takes an entry if it is the lowest that is held back, and drops what lies below.
    mutating func take(_ sequence: UInt64, of origin: Int) -> HeldEntry? {
        change(origin) { $0.take(sequence) }
    }

    /// Takes notice that the next turn is to go on with what is held back of an origin, since nothing is missing below it.
    mutating func noteReady(_ origin: Int, at now: Moment) {
        if !ready.contains(origin) { ready.append(origin) }
        readyAt = now.monotonic
    }

    /// Takes out the origin with which to go on now, if there is one; the others come in the next turn.
    mutating func takeReady(at now: Moment) -> Int? {
        guard !ready.isEmpty else { return nil }
        let origin = ready.removeFirst()
        readyAt = ready.isEmpty ? .max : now.monotonic
        return origin
    }

    /// Drops what is held back of an origin.
    mutating func drop(_ origin: Int) {
        change(origin) { $0 = ReorderBuffer() }
    }

    private mutating func change<Result>(_ origin: Int, _ change: (inout ReorderBuffer) -> Result) -> Result {
        let before = buffers[origin].byteCount
        defer { byteCount += buffers[origin].byteCount - before }
        return change(&buffers[origin])
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        precondition(byteCount <= limit, "more is held back than may be")
        var sum = 0
        for origin in buffers.runs {
            sum += buffers[origin].byteCount
            precondition(buffers[origin].byteCount <= originLimit, "more is held back of an origin than may be")
            buffers[origin].checkInvariants()
        }
        precondition(ready.isEmpty == (readyAt == .max), "nobody goes on with what was held back")
        precondition(sum == byteCount, "it is not known how much is held back")
    }
}
