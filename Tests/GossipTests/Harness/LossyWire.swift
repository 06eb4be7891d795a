import Gossip

/// Numbers that look random and are the same for the same seed (Steele et al., SplitMix64, 2014).
struct SeededDice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// The next number below `bound`.
    mutating func roll(_ bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return (value ^ value >> 31) % bound
    }
}

/// A wire for datagrams that loses, doubles and reorders them, in virtual time.
struct LossyWire {
    /// Of 100 datagrams, so many are lost or doubled.
    var lossPercent: UInt64
    var doublePercent: UInt64

    /// The longest and the shortest way, in nanoseconds.
    var delay: ClosedRange<UInt64> = 1_000_000...4_000_000

    /// What the narrowest place takes, in bytes per second, and how many bytes wait there before any is lost.
    var bytesPerSecond: Int64 = 1_000_000_000
    var queueBytes: Int64 = 1 << 30

    /// Of 100 datagrams to the first end, so many are lost, when that is another number.
    var lossPercentBack: UInt64?

    var dice: SeededDice
    private(set) var carried = 0
    private(set) var carriedBytes = 0
    private var freeAt: [Int64] = [0, 0]
    private var underWay: [(at: Int64, to: Int, bytes: [UInt8])] = []

    init(lossPercent: UInt64, doublePercent: UInt64, seed: UInt64) {
        self.lossPercent = lossPercent
        self.doublePercent = doublePercent
        dice = SeededDice(seed: seed)
    }

    /// Takes a datagram for one of the two ends.
    mutating func send(_ bytes: [UInt8], to end: Int, at now: Int64) {
        carried += 1
        carriedBytes += bytes.count
        let wait = max(0, freeAt[end] - now)
        guard wait * bytesPerSecond / 1_000_000_000 <= queueBytes else { return }
        freeAt[end] = now + wait + Int64(bytes.count) * 1_000_000_000 / bytesPerSecond
        guard dice.roll(100) >= (end == 0 ? lossPercentBack : nil) ?? lossPercent else { return }
        for _ in 0..<(dice.roll(100) < doublePercent ? 2 : 1) {
            let time = delay.lowerBound + dice.roll(delay.upperBound - delay.lowerBound + 1)
            underWay.append((freeAt[end] + Int64(time), end, bytes))
        }
    }

    /// What has arrived by now, in the order of arrival.
    mutating func arrivals(at now: Int64) -> [(end: Int, bytes: [UInt8])] {
        let arrived = underWay.filter { $0.at <= now }.sorted { $0.at < $1.at }
        underWay.removeAll { $0.at <= now }
        return arrived.map { ($0.to, $0.bytes) }
    }
}
