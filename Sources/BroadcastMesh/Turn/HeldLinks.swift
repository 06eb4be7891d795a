/// Whether what peers send waits where it is, since clients have not got yet what came before, or room is to be made first.
///
/// It never waits for long, or the clients of a node that is busy for long would cut it off from its mesh: no link could be
/// opened, and nothing answered that peers ask. So now and then one turn reads links whatever waits, a part of each.
struct HeldLinks {
    /// For how long links wait at most, in nanoseconds: so short that one can be opened, which takes several turns, and that
    /// what peers ask is answered.
    static let patience: Int64 = 500_000_000

    /// Since when they have waited, in monotonic nanoseconds.
    private var since: Int64?

    /// Whether they wait in this turn; `nil` before that is known.
    private(set) var mustWait: Bool?

    /// Begins a turn.
    ///
    /// - Parameters:
    ///   - now: Monotonic nanoseconds.
    ///   - isOverweight: Whether room is to be made first.
    /// - Returns: Whether they wait for that in this turn.
    mutating func beginTurn(at now: Int64, isOverweight: Bool) -> Bool {
        mustWait = nil
        if isOverweight { since = since ?? now }
        if let since, now - since >= Self.patience {
            self.since = nil
            mustWait = false
        }
        return isOverweight && mustWait == nil
    }

    /// Takes in, once in a turn, whether clients have not got what came before: then links wait in this turn.
    ///
    /// - Returns: Whether they do.
    mutating func wait(if isCrowded: Bool, at now: Int64) -> Bool {
        since = isCrowded ? since ?? now : nil
        mustWait = isCrowded
        return isCrowded
    }
}
