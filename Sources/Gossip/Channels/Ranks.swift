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
    /// post. A rank up here that somebody makes up is not believed: see ``believable(_:at:)``.
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

    /// What of a rank is believed that a message came with, from a peer or from the own disk.
    ///
    /// Above the highest rank no message could be posted, and names would decide what is held. So what comes is taken for
    /// no more than any clock may show (``bound(at:)``), or for one more than all that was seen, if that is higher: what is
    /// posted next always stands above it, and who has seen that takes it for what it is. That lowers no rank of a node that
    /// keeps to the rules, whatever its clock shows, nor does it lose its message or a link. A message is passed on with the
    /// rank that was believed, so all other nodes have the one that the first of them gave it, and hold the same.
    ///
    /// - Parameters:
    ///   - rank: The rank, which is not below the message's time.
    ///   - now: The time.
    /// - Returns: The same, or a lower one that is not below the message's time either.
    func believable(_ rank: Int64, at now: Moment) -> Int64 { min(rank, max(Self.bound(at: now), highest + 1)) }

    /// The highest rank that is believed of somebody of whom nothing was seen.
    ///
    /// It lies above the latest time of any clock, by as much as there are microseconds since 1970: so many messages can have
    /// been posted since, and made-up ranks be answered by higher ones. It moves on with the clock, more quickly than messages
    /// can be posted. A clock that was never set (see ``Epoch/earliestClock``) says nothing of others.
    static func bound(at now: Moment) -> Int64 {
        Moment.wallLimit + min(max(now.wall, Int64(Epoch.earliestClock)), Moment.wallLimit)
    }

    /// Takes notice of the rank of a message that is stored.
    mutating func witness(_ rank: Int64) { highest = max(highest, rank) }
}
