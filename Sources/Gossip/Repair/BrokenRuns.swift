/// Runs of which this node's own journal lacks a stretch that somebody took away, and how far it says that they went.
///
/// What is behind the hole waits with what came early, until neighbours have brought what was in it, or none has it:
/// counted as lost at once, it would be lost to those too who hear of the run from here alone.
struct BrokenRuns {
    /// How often in a row nobody was known to have more of a run, before what it lacks is passed though all neighbours are
    /// there: what they hear of from others may have it still.
    static let rounds = 2

    /// The last number that each is known to have had.
    private var ends: [Int: UInt64] = [:]

    /// Whether there are none.
    var isEmpty: Bool { ends.isEmpty }

    /// The last number that a run is known to have had, if its journal has a hole.
    subscript(run: Int) -> UInt64? { ends[run] }

    /// Takes notice of a hole, or of what is behind it.
    mutating func note(_ run: Int, upTo sequence: UInt64) {
        ends[run] = max(ends[run] ?? 0, sequence)
    }

    /// The journal has all again that there is of a run.
    mutating func remove(_ run: Int) { ends[run] = nil }

    /// Those of which the journal has all again are none any more.
    mutating func removeAll(where isWhole: (_ run: Int, _ end: UInt64) -> Bool) {
        guard !ends.isEmpty else { return }
        ends = ends.filter { !isWhole($0.key, $0.value) }
    }

    /// All of them, in no particular order.
    var all: [Int] { Array(ends.keys) }
}
