import Gossip
import Testing

@testable import MeshSimulator

@Suite("The limits of a mesh in chaos", .computing) struct LimitsTests {
    static let drawn = (0..<400).map { Scenario.chaos(seed: UInt64($0), nodes: 5).settings.limits }

    @Test(arguments: GossipLimits.leasts.indices)
    func `are drawn from the least that works up to what is usual`(number: Int) {
        let (limit, least) = GossipLimits.leasts[number]
        let usual = GossipLimits()[keyPath: limit]

        let values = Self.drawn.map { $0[keyPath: limit] }

        #expect(values.allSatisfy { (least...usual).contains($0) })
        #expect(values.contains { $0 < least * 2 } && values.contains(usual))
        #expect(usual < least * 4 || values.contains { $0 > least * 2 && $0 < usual })
    }

    @Test func `are the same for the same seed`() {
        #expect(Scenario.chaos(seed: 9).settings.limits == Scenario.chaos(seed: 9).settings.limits)
    }
}
