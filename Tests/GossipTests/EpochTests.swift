import Testing

@testable import Gossip

@Suite("The number of a run", .computing) struct EpochTests {
    private let start = Moment(monotonic: 0, wall: 1_763_700_000_123_456)

    @Test func `grows with each run that begins four milliseconds after another`() {
        let later = Moment(monotonic: 0, wall: start.wall + 4096)
        #expect(start.epoch(chance: .max) < later.epoch(chance: 0))
        #expect(later.epoch(chance: .max) < 1 << 53)
    }

    @Test func `is another one where the clock shows the same at each start`() {
        let epochs = (0..<4096).map { start.epoch(chance: $0 &* 0x9E37_79B9_7F4A_7C15) }
        #expect(Set(epochs).count > 1000)
        #expect(Moment(monotonic: 0, wall: 0).epoch(chance: 0) > 0)
    }

    @Test func `is one that others count, as it is and on a clock that is a little ahead`() {
        #expect(Epoch.isPlausible(start.epoch(chance: .max), at: start))
        let ahead = Moment(monotonic: 0, wall: start.wall + 3_600_000_000)
        #expect(Epoch.isPlausible(ahead.epoch(chance: .max), at: start))
        #expect(!Epoch.isPlausible(1 << 53, at: start))
    }
}
