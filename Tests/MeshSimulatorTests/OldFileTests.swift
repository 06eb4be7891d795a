import Gossip
import Testing

@testable import MeshSimulator

@Suite("A host with an old file", .computing) struct OldFileTests {
    /// Two newcomers and a host whose file names neither for five seconds, linked to one where somebody always posts.
    ///
    /// Both newcomers are silent by then; its node has room for a run of one of them, and refused the other's.
    static let scenario: Scenario = {
        let hosts = ["alpha", "bravo", "charlie", "delta"].map { Scenario.Host(name: $0, startsAt: 0) }
        let edges = [0, 1, 3].map { Scenario.Edge(dialer: 2, listener: $0, profile: WireProfile()) }
        var scenario = Scenario(seed: 1, hosts: hosts, edges: edges)
        scenario.settings.limits.strangerRuns = 1
        scenario.faults = [Fault(kind: .oldFile(host: 3, unnamed: [0, 1]), begin: 0, end: .seconds(5))]
        scenario.clientCount = 3
        scenario.actions = (0..<3).map {
            Action(time: .milliseconds(2500), kind: .attach(client: $0, host: $0, username: nil))
        }
        scenario.actions += (0..<2).map { Action(time: .seconds(3), kind: .post(client: $0, size: 40)) }
        scenario.actions += (0..<20).map {
            Action(time: .milliseconds(3100 + 700 * $0), kind: .post(client: 2, size: 40))
        }
        scenario.calmAt = .milliseconds(16_900)
        scenario.settlingTime = .milliseconds(750)
        return scenario
    }()

    private static let drawn = (0..<60).map { Scenario.chaos(seed: $0) }.filter { !files(in: $0).isEmpty }

    @Test func `has them in the end although somebody always posts`() {
        let outcome = Self.scenario.run()
        #expect(outcome.violations == [])
        #expect(outcome.marks.contains(.clockAskedFor))
    }

    @Test func `is not told by clocks where its file names everybody`() {
        var scenario = Self.scenario
        scenario.faults = []
        scenario.sabotage = .neverCompare
        #expect(scenario.run().violations == [])
    }

    @Test func `is drawn for some seeds, and is neither linked to who is not named nor needed by the others`() {
        #expect((1...8).contains(Self.drawn.count))
        for scenario in Self.drawn {
            let files = Self.files(in: scenario)
            #expect(files.count == scenario.faults.count)
            #expect(scenario.isConnected(without: Set(files.map(\.host))))
            for (host, unnamed) in files {
                let linked = scenario.edges.flatMap { edge in
                    edge.dialer == host ? [edge.listener] : edge.listener == host ? [edge.dialer] : []
                }
                #expect(unnamed.count == 2 && Set(unnamed).isDisjoint(with: linked + [host]))
            }
        }
    }

    @Test func `is drawn with hosts that fall silent, and one that does not until clocks were compared`() throws {
        for scenario in Self.drawn {
            let newcomers = Set(Self.files(in: scenario).flatMap(\.unnamed))
            let (first, last) = (scenario.faults.map(\.end).min() ?? 0, scenario.faults.map(\.end).max() ?? 0)
            let comings = scenario.actions.filter { action in
                switch action.kind {
                case .attach(_, let host, _), .hop(_, let host, _, _), .misbehave(_, let host, _):
                    newcomers.contains(host)
                case .detach, .post, .rest, .say: false
                }
            }
            #expect(comings.allSatisfy { $0.time + .milliseconds(3500) <= first })
            let posts = scenario.actions.filter { if case .post = $0.kind { true } else { false } }.map(\.time)
            let late = posts.filter { $0 >= first - .seconds(1) }
            #expect(zip(late, late.dropFirst()).allSatisfy { $1 - $0 < .seconds(1) })
            // The longest that clocks differ, a probe's interval, and as long as all takes then.
            let end = try #require(late.last)
            #expect(end - last >= .milliseconds(11_500))
            // Then no node has had a second and a half of peace when it is looked at last.
            #expect(scenario.calmAt + scenario.settlingTime - end < .milliseconds(1500))
        }
    }

    @Test func `stands in a file`() throws {
        let read = try Scenario(parsing: Self.scenario.file.span)
        #expect(String(reflecting: read) == String(reflecting: Self.scenario))
        #expect(read.faults.map(\.what) == ["leave hosts [0, 1] out of the file of host 3"])
    }

    @Test func `is no side of a split in a picture`() throws {
        var scenario = Self.scenario
        scenario.keepsChronicle = true
        let drawn = try #require(DrawnRun(scenario, scenario.run()))
        #expect(drawn.troubles.map(\.side) == [[]])
        #expect(drawn.troubles.map { $0.note?.host } == [3])
    }

    /// Which hosts have an old file, and which hosts that does not name.
    private static func files(in scenario: Scenario) -> [(host: Int, unnamed: [Int])] {
        scenario.faults.compactMap { fault in
            if case .oldFile(let host, let unnamed) = fault.kind { (host, unnamed) } else { nil }
        }
    }
}
