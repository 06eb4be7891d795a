/// The number of a run: microseconds since 1970 when it began, or one more than that of the run before it.
///
/// A node whose name the mesh knows with a higher epoch takes up a higher one still. So an epoch counts only if there
/// is room above it that others will count as well: whoever makes one up for somebody else must not exile that node for
/// good. The bound moves on with the clock, so what lies above it today is within it later.
enum Epoch {
    /// The largest epoch that can be written down: JSON has it exactly.
    static let limit: UInt64 = 1 << 53

    /// How far ahead of this node's clock a run may have begun, in microseconds: ten years, for clocks that are wrong.
    static let tolerance: UInt64 = 10 * 365 * 86_400_000_000

    /// A clock that shows an earlier time than this (2026) has not been set, and says nothing about others.
    static let earliestClock: UInt64 = 1_767_225_600_000_000

    /// How many epochs above one that counts can be written down, for the runs that answer it.
    static let room: UInt64 = 1 << 20

    /// Whether a run may have begun under an epoch by now, so that another one may follow it.
    static func isPlausible(_ epoch: UInt64, at now: Moment) -> Bool {
        epoch <= min(max(newest(by: now.wall), earliestClock) + tolerance, limit - room)
    }

    /// The highest epoch of a run that had begun at a time, in microseconds since 1970.
    static func newest(by wall: Int64) -> UInt64 { UInt64(max(0, wall)) }
}
