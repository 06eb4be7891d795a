/// A path between two hosts that the configuration makes a link of: one dials, the other listens.
struct Wire: Sendable {
    /// Who dials, and who listens.
    let hosts: [2 of Int]

    /// What the path is like.
    var profile: WireProfile

    /// Whether it carries datagrams instead of a stream.
    var carriesDatagrams: Bool

    /// The path's own luck.
    var dice: Dice

    /// How many faults cut it now, from the dialer to the listener and back.
    var cuts: [2 of Int] = [0, 0]

    /// How many faults refuse connections now.
    var refusals = 0

    /// The connection that was dialed last, if it is still open at the dialer.
    var connection: Int?

    /// Counts attempts to dial, so that old ones can be told.
    var dialSerial: Int32 = 0

    /// How many attempts failed in a row.
    var failures = 0

    /// How often the attempt under way has knocked without an answer.
    var knocks = 0

    /// How much it has carried, in both directions, in bytes.
    var carriedBytes = 0

    /// Whether nothing gets through in some direction.
    var isCut: Bool { cuts[0] > 0 || cuts[1] > 0 }

    /// Whether a datagram from one of the ends is lost for sure: where a stream would break, it vanishes.
    func losesDatagrams(from end: Int) -> Bool { cuts[end] > 0 || refusals > 0 }

    /// When the path takes the next datagram of either end.
    var datagramsFreeAt: [2 of Int64] = [0, 0]

    /// Puts a datagram into the queue where the path is narrow.
    ///
    /// - Returns: When it is through, from now on, in nanoseconds; `nil` when the queue is full.
    mutating func queue(_ byteCount: Int, from end: Int, at now: Int64) -> Int64? {
        let wait = max(0, datagramsFreeAt[end] - now)
        let rate = Int64(profile.bytesPerSecond)
        guard wait / 1000 * rate / 1_000_000 <= Int64(profile.queueBytes) else { return nil }
        datagramsFreeAt[end] = now + wait + Int64(byteCount) * 1_000_000_000 / rate
        return datagramsFreeAt[end] - now
    }
}
