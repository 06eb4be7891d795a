/// How many packets may be under way: opens with what is acknowledged, halves on loss (RFC 9002 §7).
struct SendWindow: Equatable {
    /// The first window, in packets.
    static let initial = 32.0

    /// The smallest: enough for losses to show before a timer does.
    static let smallest = 8.0

    /// The largest: what the acknowledgements can tell apart, less what may arrive out of order.
    static let largest = 192.0

    /// The packets that may be under way.
    private(set) var size = SendWindow.initial

    private var threshold = SendWindow.largest

    /// Packets with lower numbers were sent before the last halving: their loss is the same event.
    private var recoveryEnd: UInt64 = 0

    /// A packet has arrived.
    mutating func handleAcknowledgement(of number: UInt64) {
        guard number >= recoveryEnd else { return }
        size = min(Self.largest, size + (size < threshold ? 1 : 1 / size))
    }

    /// A packet is lost; `next` is the number that the next packet will have.
    mutating func handleLoss(of number: UInt64, next: UInt64) {
        guard number >= recoveryEnd else { return }
        recoveryEnd = next
        size = max(Self.smallest, size / 2)
        threshold = size
    }
}

/// The time there and back, and how much it varies (RFC 9002 §5).
struct RoundTripTime: Equatable {
    /// What is assumed before anything was measured, in nanoseconds.
    static let initial: Int64 = .milliseconds(100)

    /// The shortest wait for an acknowledgement, in nanoseconds: a turn of a busy loop at the other side.
    static let shortestTimeout: Int64 = .milliseconds(10)

    /// The longest wait for an acknowledgement, in nanoseconds.
    static let longestTimeout: Int64 = .milliseconds(1000)

    private(set) var smoothed = RoundTripTime.initial
    private var variation = RoundTripTime.initial / 2
    private var isMeasured = false

    /// Takes in a measurement, in nanoseconds.
    mutating func add(_ sample: Int64) {
        guard isMeasured else {
            (smoothed, variation, isMeasured) = (sample, sample / 2, true)
            return
        }
        variation += (abs(smoothed - sample) - variation) / 4
        smoothed += (sample - smoothed) / 8
    }

    /// How long to wait for an acknowledgement, in nanoseconds, after so many waits in vain.
    func timeout(after failures: Int) -> Int64 {
        let base = max(Self.shortestTimeout, smoothed + 4 * variation)
        return min(Self.longestTimeout, base << min(failures, 10))
    }
}
