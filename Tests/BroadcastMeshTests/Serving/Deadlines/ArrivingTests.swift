import Testing

@testable import BroadcastMesh

@Suite("What a client has begun to send", .computing) struct ArrivingTests {
    private static let second: Int64 = 1_000_000_000

    private func item(_ kind: Arriving.Part, count: Int = 0, latest: Int64 = 0) -> Arriving {
        Arriving(kind: kind, begin: 100 * Self.second, latest: (100 + latest) * Self.second, count: count)
    }

    /// After how many seconds an item is late, if within a day.
    private func patience(_ item: Arriving) -> Int64? {
        (0..<86_400).first { item.isLate(at: (100 + $0) * Self.second) }
    }

    @Test func `has ten seconds for a head, however it trickles`() {
        #expect(patience(item(.head, count: 1000, latest: 9)) == 10)
    }

    @Test func `may stop for ten seconds within a body, whenever that is`() {
        #expect(patience(item(.body)) == 10)
        #expect(patience(item(.body, count: 900_000, latest: 15)) == 25)
    }

    @Test(arguments: [(0, 60), (1024, 61), (100 * 1024, 160), (1 << 20, 1084)])
    func `has a minute, and a second more for every KiB that came`(count: Int, seconds: Int64) {
        #expect(patience(item(.message, count: count)) == seconds)
        #expect(patience(item(.body, count: count, latest: 80_000)) == seconds)
    }

    @Test func `has no deadline while it waits for its turn`() {
        #expect(patience(item(.waiting, count: 100)) == nil)
    }

    @Test func `is let trickle by a slow phone, and not by who sends a byte every nine seconds`() {
        // 5 kB/s for 1 MiB, and a byte every 9 s.
        let phone = (1...210).contains {
            item(.body, count: $0 * 5000, latest: Int64($0)).isLate(at: (100 + Int64($0)) * Self.second)
        }
        #expect(!phone)
        let trickle = (1...10).first {
            item(.body, count: $0, latest: Int64($0) * 9).isLate(at: (100 + Int64($0) * 9) * Self.second)
        }
        #expect(trickle == 7)
    }
}
