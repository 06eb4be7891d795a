/// When the disk is to be waited for, with ``FsyncPolicy/interval``: some time after something was written,
/// at once where much was, and once at a time.
struct SyncSchedule {
    /// How long after a write the disk is waited for, in nanoseconds.
    static let interval: Int64 = 100_000_000

    /// When that is due, in monotonic nanoseconds; `nil` when the disk has everything, or is waited for.
    private(set) var deadline: Int64?

    /// Whether another thread waits for the disk.
    private(set) var isRunning = false

    /// Takes notice that something was written.
    mutating func noteWrite(at now: Int64) {
        guard deadline == nil, !isRunning else { return }
        deadline = now + Self.interval
    }

    /// Takes notice that no more may wait for the disk: what was written is waited for at once.
    mutating func hurry(at now: Int64) {
        if let deadline { self.deadline = min(deadline, now) }
    }

    /// Takes notice that the disk is waited for from now on.
    mutating func begin() {
        deadline = nil
        isRunning = true
    }

    /// Takes notice that it was waited for.
    ///
    /// - Parameters:
    ///   - isBehind: Whether something was written meanwhile.
    ///   - now: The time, in monotonic nanoseconds.
    mutating func finish(isBehind: Bool, at now: Int64) {
        isRunning = false
        if isBehind { noteWrite(at: now) }
    }
}
