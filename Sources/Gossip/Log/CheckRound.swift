/// When everything is looked at that must hold of many things together, such as a sum: where there are few, at each event;
/// where there are many, so seldom that it costs no more than to look at a quarter of ``share`` at each.
struct CheckRound {
    /// How many things are few.
    static let share = 64

    /// How many of them could have been looked at since all were.
    private var passed = 0

    /// Takes in an event.
    ///
    /// - Parameter count: How many things there are.
    /// - Returns: Whether all of them are to be looked at now.
    mutating func isDue(among count: Int) -> Bool {
        guard count > Self.share else { return true }
        passed += Self.share / 4
        guard passed >= count else { return false }
        passed = 0
        return true
    }
}
