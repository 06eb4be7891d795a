/// How long many things took: counts in buckets that are less than 1.6 % wide, so that any number of them takes 19 KiB.
struct Latencies {
    private var counts = [Int](repeating: 0, count: 2400)

    /// How many there are.
    private(set) var count = 0

    /// Begins with none.
    init() {}

    /// Takes one in, in nanoseconds.
    @inline(__always)
    mutating func add(_ nanoseconds: UInt64) {
        counts[Self.bucket(of: nanoseconds)] += 1
        count += 1
    }

    /// The time within which a share of them were done, in nanoseconds.
    ///
    /// - Parameter percent: Which share, from 0 to 100.
    /// - Returns: The middle of its bucket; `nil` when there is none.
    func percentile(_ percent: Double) -> Double? {
        guard count > 0 else { return nil }
        let wanted = min(count - 1, Int(Double(count) * percent / 100))
        var sum = 0
        for (bucket, number) in counts.enumerated() {
            sum += number
            if sum > wanted { return Self.middle(of: bucket) }
        }
        return nil
    }

    /// Below 128 one for each nanosecond, then 64 for each power of two.
    @inline(__always)
    static func bucket(of value: UInt64) -> Int {
        guard value >= 128 else { return Int(value) }
        let power = 63 - value.leadingZeroBitCount
        return min(128 + (power - 7) * 64 + Int(value >> UInt64(power - 6) & 63), 2399)
    }

    static func middle(of bucket: Int) -> Double {
        guard bucket >= 128 else { return Double(bucket) }
        let power = (bucket - 128) / 64 + 7
        let width = Double(1 << (power - 6))
        return Double(1 << power) + Double((bucket - 128) % 64) * width + width / 2
    }
}
