/// The time there and back, and how much it varies (RFC 9002 §5).
struct RoundTripTime: Equatable {
    /// What is assumed before anything was measured, in nanoseconds (RFC 9002 §6.2.2).
    static let initial: Int64 = .milliseconds(333)

    /// The shortest wait for an acknowledgement, in nanoseconds: a turn of a busy loop at the other side.
    static let shortestTimeout: Int64 = .milliseconds(10)

    /// How long the waits that double may get, in nanoseconds: one falls into the time after which a link is silent.
    static let longestTimeout: Int64 = .milliseconds(1000)

    /// How long the shortest time is believed, in nanoseconds: the way may be another by then.
    static let memory: Int64 = .milliseconds(60_000)

    private(set) var smoothed = RoundTripTime.initial
    private var variation = RoundTripTime.initial / 2
    private var isMeasured = false

    /// The shortest time of this span of ``memory`` and of the one before, and when this one began.
    private var shortest = Int64.max
    private var shortestBefore = Int64.max
    private var spanStart: Int64 = 0

    /// The longest time of this span that a packet took that counted as lost meanwhile.
    private var latest: Int64 = 0

    /// Takes in a measurement.
    ///
    /// - Parameters:
    ///   - sample: The time there and back, in nanoseconds.
    ///   - now: The time, in monotonic nanoseconds.
    /// - Returns: How much longer packets take now than at best lately, in nanoseconds.
    mutating func add(_ sample: Int64, at now: Int64) -> Int64 {
        if now - spanStart >= Self.memory {
            (shortestBefore, shortest, latest, spanStart) = (shortest, .max, 0, now)
        }
        shortest = min(shortest, sample)
        if isMeasured {
            variation += (abs(smoothed - sample) - variation) / 4
            smoothed += (sample - smoothed) / 8
        } else {
            (smoothed, variation, isMeasured) = (sample, sample / 2, true)
        }
        return smoothed - min(shortest, shortestBefore)
    }

    /// Takes in that a packet took so long, in nanoseconds, and counted as lost before it arrived.
    mutating func addLate(_ sample: Int64) {
        latest = max(latest, min(sample, Self.longestTimeout))
    }

    /// How long an acknowledgement takes at most where nothing is lost, in nanoseconds (RFC 9002 §6.2.1).
    ///
    /// What was measured is the time of the newest packets, which overtook the others: those that came late count too.
    var patience: Int64 { max(Self.shortestTimeout, smoothed + 4 * variation, latest + latest / 8) }

    /// How long to wait for an acknowledgement, in nanoseconds, after so many waits in vain.
    func timeout(after failures: Int) -> Int64 {
        max(patience, min(Self.longestTimeout, patience << min(failures, 10)))
    }
}
