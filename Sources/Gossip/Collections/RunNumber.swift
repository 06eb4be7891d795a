/// How the numbers of runs are made: below the place that a run has in every column, above it how many there were before.
///
///     63 ─────────── runs before it ─────────── 21 20 ── its place ── 0
///
/// So they are given in ascending order and never again, though places are, and nothing is kept of a number that says
/// nothing any more: the place has another one by then.
enum RunNumber {
    /// How many bits a place has: a table has up to 2²⁰ runs, and a few places beside.
    private static let placeBits = 21

    /// How many places there may be.
    private static let placeLimit = 1 << placeBits

    /// The number of the run at a place, once there were `count` runs.
    static func make(after count: Int, at place: Int) -> Int {
        precondition(place < placeLimit, "there are more runs at a time than numbers can tell apart")
        return count << placeBits | place
    }

    /// The place of a run, be it closed or not.
    @inline(always)
    static func place(of number: Int) -> Int { number & (placeLimit - 1) }
}
