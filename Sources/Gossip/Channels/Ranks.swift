/// Gives messages their ranks: the order in which channels are read again, and in which retention makes room.
///
/// A rank is a time in microseconds that is later than the rank of everything that its node had seen, however far ahead
/// or behind a clock is (Lamport, Time, Clocks, and the Ordering of Events, 1978). As long as no clock is wrong, it is the
/// message's time. It travels with the message: so what is let go to make room depends on what came, and on nobody's
/// clock or order of arrival; and who answers, or posts after the clock was set back, stands behind what was said before.
struct Ranks {
    /// The highest rank that is given.
    ///
    /// No clock shows a time beyond ``Moment/wallLimit``, and above that there is room for all messages that a mesh can
    /// post. Who makes up a rank up here has the order of IDs decide.
    static let limit: Int64 = 1 << 62

    /// The highest rank seen.
    private(set) var highest: Int64 = 0

    /// The rank of a message that is posted now.
    ///
    /// - Parameters:
    ///   - time: The message's time.
    ///   - floor: Up to which rank everything was let go; see ``ChannelTable/floor``.
    /// - Returns: The rank, which is not below the time.
    func next(at time: Int64, above floor: Int64) -> Int64 { min(max(time, highest + 1, floor + 1), Self.limit) }

    /// Takes notice of the rank of a message that is stored.
    mutating func witness(_ rank: Int64) { highest = max(highest, rank) }
}
