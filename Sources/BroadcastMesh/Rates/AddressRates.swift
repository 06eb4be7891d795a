import Reactor

/// What addresses have used of the rate: posts over HTTP mostly come one to a connection.
///
/// Remembers them in two halves. When the newer one is full the older one is forgotten, so a crowd costs those who were
/// not heard for longest their history, and nobody a post.
struct AddressRates {
    /// How many addresses each half remembers.
    static let mostAddresses = 4096

    private var newer: [SocketAddress: Int64] = [:]
    private var older: [SocketAddress: Int64] = [:]

    /// Whether one more message from an address is admitted.
    ///
    /// - Parameters:
    ///   - address: Where it comes from; the port does not matter, nor do the lower 64 bits of IPv6.
    ///   - rate: The rate.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: `false` when the message must be refused.
    mutating func admit(_ address: SocketAddress, rate: RateLimiter, at now: Int64) -> Bool {
        let subscriber = address.subscriber
        var usedUntil = newer[subscriber] ?? older[subscriber] ?? 0
        if newer[subscriber] == nil, newer.count >= Self.mostAddresses {
            older = newer
            newer = [:]
        }
        defer { newer[subscriber] = usedUntil }
        return rate.admit(&usedUntil, at: now)
    }

    /// Whether ``admit(_:rate:at:)`` would say so; nothing is used by this.
    func wouldAdmit(_ address: SocketAddress, rate: RateLimiter, at now: Int64) -> Bool {
        var usedUntil = newer[address.subscriber] ?? older[address.subscriber] ?? 0
        return rate.admit(&usedUntil, at: now)
    }
}
