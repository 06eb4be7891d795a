/// Runs that wait for an earlier one of their node, each for one, by how far that must come; see ``RunLink``.
///
/// A peer can have eight thousand runs wait for the same one. A frame about that one is a look at those that it frees.
struct LaterRuns {
    /// What a run waits for.
    private struct Awaited {
        var run: Int
        var upTo: UInt64
    }

    /// A run that waits.
    private struct Waiting {
        var upTo: UInt64
        var run: Int

        /// Whether it stands before another: who waits for less comes first.
        func isBefore(_ other: Waiting) -> Bool { (upTo, run) < (other.upTo, other.run) }
    }

    private var awaited: [Int: Awaited] = [:]
    private var waiting: [Int: OrderedPages<Waiting>] = [:]

    /// The runs that wait for one, those first that wait for less of it.
    func runs(waitingFor run: Int) -> [Int] { waiting[run]?.all.map(\.run) ?? [] }

    /// Has a run wait for an entry of an earlier one, and for nothing else.
    mutating func insert(_ later: Int, waitingFor run: Int, upTo: UInt64) {
        if let known = awaited[later], known.run == run, known.upTo == upTo { return }
        remove(later)
        awaited[later] = Awaited(run: run, upTo: upTo)
        let place = Waiting(upTo: upTo, run: later)
        waiting[run, default: OrderedPages()].insert(place) { $0.isBefore(place) }
    }

    /// Has a run wait for nothing any more.
    mutating func remove(_ later: Int) {
        // Nearly always nobody waits, and this is asked for every entry.
        guard !awaited.isEmpty, let known = awaited.removeValue(forKey: later),
            let index = waiting.index(forKey: known.run)
        else { return }
        let place = Waiting(upTo: known.upTo, run: later)
        _ = waiting.values[index].remove(isBelow: { $0.isBefore(place) }, where: { $0.run == later })
        if waiting.values[index].count == 0 { waiting.remove(at: index) }
    }

    /// Whether some run waits for no more of an earlier one than it has by now.
    func hasFree(behind run: Int, upTo head: UInt64) -> Bool { waiting[run]?.first.map { $0.upTo <= head } ?? false }

    /// Takes out the first run that waits for no more of an earlier one than it has by now.
    mutating func takeFree(behind run: Int, upTo head: UInt64) -> Int? {
        guard let first = waiting[run]?.first, first.upTo <= head else { return nil }
        remove(first.run)
        return first.run
    }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        remove(run)
        for later in runs(waitingFor: run) { remove(later) }
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        let count = waiting.values.reduce(0) { $0 + $1.count }
        precondition(count == awaited.count, "a run waits for two others, or for none")
    }
}
