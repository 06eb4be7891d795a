import Reactor

/// What addresses have used of the rate: posts over HTTP mostly come one to a connection.
struct AddressRates {
    /// How many addresses are remembered; a crowd larger than this shares what is left.
    static let mostAddresses = 4096

    private var usedUntil: [String: Int64] = [:]

    /// Whether one more message from an address is admitted.
    ///
    /// - Parameters:
    ///   - address: Where it comes from; the port does not matter.
    ///   - rate: The rate.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: `false` when the message must be refused.
    mutating func admit(_ address: String, rate: RateLimiter, at now: Int64) -> Bool {
        if usedUntil[address] == nil, usedUntil.count >= Self.mostAddresses {
            // Who has used nothing any more need not be remembered.
            usedUntil = usedUntil.filter { $0.value > now }
            guard usedUntil.count < Self.mostAddresses else { return false }
        }
        return rate.admit(&usedUntil[address, default: 0], at: now)
    }
}
