/// How fast posts go to a node: as fast as it takes them.
package struct PostingPace {
    /// Of how long posts may go at once, in milliseconds: a node takes those of two seconds, but they may be held up on
    /// their way and come together.
    package static let burst = 1000.0

    /// From one post to the next, in milliseconds; 0 where a node takes any number.
    private var interval = 0.0

    /// When the posts that were sent have taken their intervals, in milliseconds.
    private var spentUntil = 0.0

    /// Begins with a node that takes any number.
    package init() {}

    /// Takes on what a node says: so many posts a second, or any number.
    package mutating func setRate(_ rate: Int?) {
        interval = rate.map { $0 > 0 ? 1000 / Double($0) : 0 } ?? 0
    }

    /// When the next post may go, in milliseconds.
    package var nextTurn: Int64 { Int64((spentUntil + interval - Self.burst).rounded(.up)) }

    /// Whether a post may go; if so, it does.
    package mutating func take(at now: Int64) -> Bool {
        let end = max(spentUntil, Double(now)) + interval
        guard end <= Double(now) + Self.burst else { return false }
        spentUntil = end
        return true
    }
}
