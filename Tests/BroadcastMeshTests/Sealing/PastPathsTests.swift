import Testing

@testable import BroadcastMesh

@Suite("The paths that have ended", .computing) struct PastPathsTests {
    @Test func `are remembered, the last so many`() {
        var past = PastPaths()
        for identity in 0..<UInt64(PastPaths.limit) { past.insert(identity) }
        past.insert(0)
        #expect(past.contains(0) && past.contains(1))

        past.insert(10_000)
        past.insert(10_001)
        #expect(!past.contains(0) && !past.contains(1))
        #expect(past.contains(2) && past.contains(10_000) && past.contains(10_001))
    }
}
