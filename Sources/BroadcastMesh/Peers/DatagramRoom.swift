/// Whether the kernel has room for datagrams.
///
/// Nobody is asked to tell when it has again: what waits is tried again a moment later. So the socket is watched for one
/// thing for as long as it lives, and nothing stands still because a wish to hear of it failed.
struct DatagramRoom: Equatable {
    /// How long the kernel is left alone after it had no room, in nanoseconds: a line of 1 Gbit/s empties a usual buffer
    /// of 208 KiB in two milliseconds.
    static let pause: Int64 = 1_000_000

    /// When to try again, in monotonic nanoseconds; `nil` while there is room.
    private(set) var nextTry: Int64?

    /// Whether sending may be tried.
    ///
    /// - Parameter now: Monotonic nanoseconds.
    /// - Returns: `false` until ``nextTry``.
    func isOpen(at now: Int64) -> Bool { nextTry.map { $0 <= now } ?? true }

    /// Sending was tried.
    ///
    /// - Parameters:
    ///   - isComplete: Whether the kernel took all that waited.
    ///   - now: Monotonic nanoseconds.
    mutating func handleSend(isComplete: Bool, at now: Int64) {
        nextTry = isComplete ? nil : now + Self.pause
    }
}
