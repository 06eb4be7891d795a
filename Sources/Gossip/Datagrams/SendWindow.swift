/// How many packets may be under way: opens with what is acknowledged, shrinks on loss (RFC 9002 §7), and gives way
/// before a queue on the way is full.
///
/// A line of 100 kB/s holds some packets in a queue before it loses any. What waits there makes everything late, so the
/// window stops to grow, and shrinks, once packets take much longer than they did when the line was idle.
struct SendWindow {
    /// The first window, in packets.
    static let initial = 32.0

    /// The smallest: enough for losses to show before a timer does.
    static let smallest = 8.0

    /// The largest: what the acknowledgements can tell apart, less what may arrive out of order.
    static let largest = 192.0

    /// How much longer than at best a packet may take before the window gives way, in nanoseconds.
    ///
    /// Longer than a busy turn at the other side; a shorter one gives a shared line away to everybody else.
    static let queueLimit: Int64 = .milliseconds(100)

    /// What is left of the window when packets are lost (RFC 9438 §4.6).
    static let decrease = 0.7

    /// By how many packets it grows in the time there and back where nothing waits on the way.
    ///
    /// One alone, as where packets wait, leaves a line of 300 ms that loses a twentieth at 30 kB/s.
    static let freeGrowth = 4.0

    /// How long nothing may be sent before what the line carried then says nothing of now, in nanoseconds.
    static let idleLimit: Int64 = .milliseconds(1000)

    /// The packets that may be under way.
    private(set) var size = SendWindow.initial

    private var threshold = SendWindow.largest

    /// Packets with lower numbers were sent before the last loss: theirs is the same event.
    private var recoveryEnd: UInt64 = 0

    /// What the window was before the last loss, in case nothing was lost.
    private var before: (size: Double, threshold: Double)?

    /// How much longer packets take lately than at best, in nanoseconds.
    private var queueing: Int64 = 0

    /// Packets with lower numbers were sent before the window last gave way.
    private var easedEnd: UInt64 = 0

    /// A packet has arrived.
    ///
    /// - Parameters:
    ///   - number: Which packet.
    ///   - underWay: How many packets were under way: a window that is not used does not open (RFC 9002 §7.8).
    mutating func handleAcknowledgement(of number: UInt64, underWay: Int) {
        guard number >= recoveryEnd, 2 * Double(underWay) >= size else { return }
        let growth = queueing < Self.queueLimit / 4 ? Self.freeGrowth : 1
        size = min(Self.largest, size + (size < threshold ? 1 : growth / size))
    }

    /// Packets take so much longer than at best; `next` is the number that the next packet will have.
    mutating func handleQueueing(_ delay: Int64, of number: UInt64, next: UInt64) {
        queueing = delay
        guard delay > Self.queueLimit, number >= easedEnd, number >= recoveryEnd else { return }
        easedEnd = next
        size = max(Self.smallest, size * 3 / 4)
        threshold = size
    }

    /// A packet is lost; `next` is the number that the next packet will have.
    mutating func handleLoss(of number: UInt64, next: UInt64) {
        guard number >= recoveryEnd else { return }
        recoveryEnd = next
        before = (size, threshold)
        size = max(Self.smallest, size * Self.decrease)
        threshold = size
    }

    /// A packet that counted as lost was only late: nothing has to shrink for that (RFC 3522).
    mutating func handleLateArrival(of number: UInt64) {
        guard number < recoveryEnd, let before else { return }
        (size, threshold) = (max(size, before.size), max(threshold, before.threshold))
        self.before = nil
    }

    /// Nothing gets through any more (RFC 9002 §7.6).
    mutating func collapse(next: UInt64) {
        recoveryEnd = next
        threshold = max(Self.smallest, size / 2)
        size = Self.smallest
        before = nil
    }

    /// Nothing was sent for a while.
    mutating func handleIdleness() {
        size = min(size, Self.initial)
    }
}
