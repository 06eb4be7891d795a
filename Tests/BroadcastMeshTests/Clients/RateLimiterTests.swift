import Testing

@testable import BroadcastMesh

@Suite("A rate of messages") struct RateLimiterTests {
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

    @Test func `is kept apart for each address, and for a bounded number of them`() {
        let limiter = RateLimiter(messagesPerSecond: 1)
        var rates = AddressRates()
        let first = (0..<3).map { _ in rates.admit("first", rate: limiter, at: 1_000_000_000) }
        #expect(first == [true, true, false])

        let others = (1..<AddressRates.mostAddresses).map { rates.admit("\($0)", rate: limiter, at: 1_000_000_000) }
        #expect(others.allSatisfy { $0 })

        let late = [1, 10].map { rates.admit("one too many", rate: limiter, at: $0 * 1_000_000_000) }
        #expect(late == [false, true])
    }
}
