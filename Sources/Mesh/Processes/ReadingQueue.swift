/// Which readings of the same files are under way, by number: mostly one.
struct ReadingQueue {
    /// For how long a reading is waited for before another is begun beside it, in nanoseconds.
    static let patience: Int64 = 5_000_000_000

    /// How many may be under way at once: each holds a thread, as long as its disk hangs.
    static let mostAtOnce = 4

    private var underWay: Set<Int> = []
    private var newest = 0
    private var newestBegan: Int64 = 0
    private var isWished = false

    /// Somebody wants to have it read.
    ///
    /// - Parameter now: Monotonic nanoseconds.
    /// - Returns: The number of the reading that is to begin; `nil` while one is waited for, after which one more begins.
    mutating func ask(at now: Int64) -> Int? {
        guard underWay.count < Self.mostAtOnce, !isAwaited || now - newestBegan >= Self.patience else {
            isWished = true
            return nil
        }
        return begin(at: now)
    }

    /// A reading has come back, and what it brought was taken.
    ///
    /// - Returns: The number of the reading that is to begin, if somebody asked meanwhile.
    mutating func finish(_ number: Int, at now: Int64) -> Int? {
        underWay.remove(number)
        guard isWished, !isAwaited else { return nil }
        return begin(at: now)
    }

    /// Whether the newest reading has not come back: older ones that hang are waited for no more.
    private var isAwaited: Bool { underWay.contains(newest) }

    /// Whether what a reading brings is news: an older one tells of what was there before.
    func isNewest(_ number: Int) -> Bool { number == newest }

    /// Whether the newest reading is still under way.
    func isLate(_ number: Int) -> Bool { isNewest(number) && underWay.contains(number) }

    private mutating func begin(at now: Int64) -> Int {
        newest += 1
        newestBegan = now
        underWay.insert(newest)
        isWished = false
        return newest
    }
}
