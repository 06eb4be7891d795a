/// How long to wait before a peer is dialed again.
///
/// The first try comes at once; each further one waits twice as long as the one before, two seconds at most, less
/// a part by chance, so that two nodes that lost each other do not knock in step. Who is reached and lost again within
/// seconds, and again, is waited for like one who is not reached: two that end each other's links would have no time for
/// anything else.
struct Backoff: Equatable {
    /// The first wait, in nanoseconds.
    static let shortest: Int64 = 50_000_000

    /// The longest wait, in nanoseconds: a heal is noticed within it.
    static let longest: Int64 = 2_000_000_000

    /// How long a link must stand that is no failure, in nanoseconds.
    static let steadiness: Int64 = 5_000_000_000

    /// How often in a row it was in vain.
    private(set) var failures = 0

    /// How many links in a row did not stand for long.
    private var briefLinks = 0

    /// Since when there is a link, in monotonic nanoseconds; `nil` while there is none.
    private var linkedSince: Int64?

    /// The wait before the next try, in nanoseconds.
    ///
    /// - Parameter chance: Any number; its bits decide how much of the wait is left out, a quarter at most.
    /// - Returns: 0 before the first try.
    func delay(chance: UInt64) -> Int64 {
        guard failures > 0 else { return 0 }
        let full = min(Self.shortest << min(failures - 1, 10), Self.longest)
        return full - full / 4 * Int64(chance % 1024) / 1024
    }

    /// Another try was in vain.
    mutating func fail() {
        failures += 1
    }

    /// The peer was reached: should it be lost, the next try comes at once, unless that happens again and again.
    mutating func succeed(at now: Int64) {
        failures = 0
        linkedSince = now
    }

    /// The link has ended, if there was one.
    ///
    /// - Returns: Whether there was.
    mutating func endLink(at now: Int64) -> Bool {
        guard let since = linkedSince else { return false }
        linkedSince = nil
        briefLinks = now - since < Self.steadiness ? briefLinks + 1 : 0
        failures = max(0, briefLinks - 1)
        return true
    }
}
