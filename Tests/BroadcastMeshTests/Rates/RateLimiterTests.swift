import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A rate of messages", .computing) struct RateLimiterTests {
    /// One sender, who tries again and again.
    private struct Sender {
        var limiter: RateLimiter
        var usedUntil: Int64 = 0

        /// How many of `count` messages are admitted at a time in milliseconds.
        mutating func send(_ count: Int, at milliseconds: Int64) -> Int {
            var admitted = 0
            for _ in 0..<count where limiter.admit(&usedUntil, at: milliseconds * 1_000_000) { admitted += 1 }
            return admitted
        }
    }

    @Test(arguments: [1, 10, 1000]) func `admits a burst of twice the rate, and no more`(rate: Int) {
        var sender = Sender(limiter: RateLimiter(messagesPerSecond: rate))
        let admitted = sender.send(10 * rate, at: 50_000)
        #expect(admitted == 2 * rate)
    }

    @Test func `admits the rate for ever`() {
        var sender = Sender(limiter: RateLimiter(messagesPerSecond: 10))
        let admitted = (0..<1000).map { sender.send(1, at: 50_000 + $0 * 100) }
        #expect(admitted == Array(repeating: 1, count: 1000))
    }

    @Test func `lets a sender rest to have its burst again`() {
        var sender = Sender(limiter: RateLimiter(messagesPerSecond: 2))
        let admitted = [50_000, 50_000, 50_500, 60_000].map { sender.send(9, at: $0) }
        #expect(admitted == [4, 0, 1, 4])
    }

    @Test(arguments: [(0, 20), (1, 19), (12, 8), (20, 0), (21, 20), (40, 20)])
    func `admits messages that come together as one by one, and all of them or none`(count: Int, after: Int) {
        let limiter = RateLimiter(messagesPerSecond: 10)
        var usedUntil: Int64 = 0
        let isAdmitted = limiter.admit(&usedUntil, count: count, at: 50_000_000_000)
        var sender = Sender(limiter: limiter, usedUntil: usedUntil)
        #expect(isAdmitted == (count <= 20))
        #expect(sender.send(99, at: 50_000) == after)
    }

    private func address(_ host: String, port: UInt16 = 80) throws -> SocketAddress {
        try #require(SocketAddress(numericHost: host, port: port))
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1", "::ffff:192.0.2.1", true),
        ("2001:db8::1", "2001:db8::2", true),
        ("2001:db8::1", "2001:db8:0:1::1", false), ("2001:db8:0:0:ffff::", "2001:db8::1", true),
    ])
    func `is one for all of an IPv4 address, and for a whole subnet of IPv6`(first: String, second: String, isOne: Bool)
        throws
    {
        let limiter = RateLimiter(messagesPerSecond: 1)
        var rates = AddressRates()
        for port: UInt16 in [1, 2] {
            let isAdmitted = rates.admit(try address(first, port: port), rate: limiter, at: 1_000_000_000)
            #expect(isAdmitted)
        }
        let isAdmitted = rates.admit(try address(second), rate: limiter, at: 1_000_000_000)
        #expect(isAdmitted != isOne)
    }

    @Test func `refuses nobody because many others are busy, and forgets those who were quiet longest`() throws {
        let limiter = RateLimiter(messagesPerSecond: 1)
        var rates = AddressRates()
        let now: Int64 = 1_000_000_000
        func post(_ number: Int) -> Bool {
            let (high, low) = (UInt8(number >> 8 & 255), UInt8(number & 255))
            return rates.admit(SocketAddress(10, UInt8(number >> 16), high, low, port: 1), rate: limiter, at: now)
        }
        let first = (0..<3).map { _ in post(0) }
        #expect(first == [true, true, false])
        for number in 1..<AddressRates.mostAddresses { #expect(post(number)) }
        // A crowd comes; who goes on is remembered, and everybody new is taken.
        #expect(post(AddressRates.mostAddresses))
        #expect(!post(0))
        for number in 1...(2 * AddressRates.mostAddresses) { #expect(post(number + 100_000)) }
        #expect(post(0))
    }
}
