import Gossip
import Testing

@testable import MeshSimulator

@Suite("Chaos", .computing) struct DrawnThemesTests {
    static let scenarios = (0..<300).map { Scenario.chaos(seed: UInt64($0), nodes: 25) }

    @Test func `has hosts that take short messages alone, in some seeds`() {
        let some = Self.scenarios.filter { scenario in scenario.hosts.contains { $0.takenBytes != nil } }

        #expect((5...60).contains(some.count))
        #expect(some.allSatisfy { $0.hosts.contains { $0.takenBytes == nil } })
    }

    @Test func `has hubs where there is little room for links, in some seeds`() {
        let usual = GossipLimits().links
        let some = Self.scenarios.filter { scenario in
            scenario.settings.limits.links < usual
                && scenario.hosts.indices.contains { host in
                    scenario.edges.count { $0.dialer == host || $0.listener == host } >= 24
                }
        }

        #expect((5...60).contains(some.count))
    }

    @Test func `has room for all runs that there are, where it has room for few`() {
        let some = Self.scenarios.filter { $0.settings.limits.nodeRuns < GossipLimits().nodeRuns }

        #expect((3...60).contains(some.count))
        for scenario in some {
            let starts = scenario.hosts.indices.map { host in
                scenario.faults.count { fault in
                    guard case .crash(host, _) = fault.kind else { return false }
                    return true
                }
            }
            let room = scenario.settings.limits.nodeRuns
            #expect(starts.max() ?? 0 < room - room / 8)
        }
    }

    @Test func `has rascals who scatter what they say where few messages are kept`() {
        let some = Self.scenarios.filter { scenario in
            scenario.actions.contains { if case .misbehave(_, _, .scatter) = $0.kind { true } else { false } }
        }

        #expect((5...60).contains(some.count))
        #expect(some.allSatisfy { $0.settings.retention.messages < Retention().messages })
    }

    @Test func `bounds the gossip of whole nodes as of others, in some seeds`() {
        let scenarios = (0..<200).map { WholeScenario.chaos(seed: UInt64($0), nodes: 6) }
        let some = scenarios.filter { $0.crowd.limits != GossipLimits() }

        #expect((10...80).contains(some.count))
        #expect(some.allSatisfy { $0.limits == $0.crowd.limits })
        #expect(scenarios.allSatisfy { !$0.terrain.isRecorded || $0.limits == GossipLimits() })
    }
}
