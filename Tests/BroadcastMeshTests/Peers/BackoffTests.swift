import Testing

@testable import BroadcastMesh

@Suite("Dialing a peer again", .computing) struct BackoffTests {
    @Test func `comes at once first, then ever later, but never later than two seconds`() {
        var backoff = Backoff()
        #expect(backoff.delay(chance: 0) == 0)
        var delays: [Int64] = []
        for _ in 0..<12 {
            backoff.fail()
            delays.append(backoff.delay(chance: 0) / 1_000_000)
        }
        #expect(delays == [50, 100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000, 2000, 2000])
    }

    @Test func `leaves out up to a quarter, by chance`() {
        var backoff = Backoff()
        for _ in 0..<10 { backoff.fail() }
        let delays = (0..<1024).map { backoff.delay(chance: $0) }
        #expect(delays.allSatisfy { (1_500_000_000...2_000_000_000).contains($0) })
        #expect(Set(delays).count == 1024)
    }

    @Test func `comes at once again after the peer was reached`() {
        var backoff = Backoff()
        backoff.fail()
        backoff.succeed(at: 0)
        let wasLinked = backoff.endLink(at: 1)
        #expect(wasLinked)
        #expect(backoff.delay(chance: 0) == 0)
    }
}
