import Bytes
import Gossip
import Testing

@testable import MeshSimulator

@Suite("A host that lies", .computing) struct HostileTests {
    private static let epoch: UInt64 = 1_700_000_000_000

    @Test(arguments: [
        HostileTests.whileItLies, Hostility(begin: 0, end: nil, spoiledPerMillion: 800_000, forgesRuns: false),
    ])
    func `harms nobody but itself`(hostility: Hostility) {
        var scenario = Scenario.chaos(seed: 3, nodes: 6)
        scenario.faults = []
        scenario.hosts[1].hostility = hostility
        scenario.settlingTime = Scenario.renewalTime
        for traveller in scenario.travellers.indices { scenario.travellers[traveller].firstRequest = .everything }
        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(scenario.run().hash == outcome.hash)
        scenario.hosts[1].hostility = nil
        #expect(scenario.run().hash != outcome.hash)
    }

    @Test func `is drawn for some seeds, among hosts that the others do not need`() {
        let scenarios = (0..<100).map { Scenario.chaos(seed: $0, nodes: 12) }
        let liars = scenarios.flatMap { $0.hosts.compactMap(\.hostility) }

        #expect((5...60).contains(liars.count))
        #expect(liars.contains(where: \.isForEver) && liars.contains { !$0.isForEver && $0.forgesRuns })
        #expect(!liars.contains { $0.isForEver && $0.forgesRuns })
        #expect(scenarios.allSatisfy { $0.isConnected(without: $0.liars) })
    }

    @Test func `misleads with what it makes up of others, and of itself until it stops, and with nothing else`() {
        var hosts = ["alpha", "bravo", "charlie"].map { Scenario.Host(name: $0, startsAt: 0) }
        let names = hosts.map(\.name) + ["zulu"]
        func misleading(_ hosts: [Scenario.Host]) -> [String] {
            let simulation = Simulation(Scenario(seed: 1, hosts: hosts, edges: []))
            return names.filter { simulation.isMisled(by: ["yankee", $0]) }
        }
        #expect(misleading(hosts).isEmpty)

        hosts[1].hostility = Self.whileItLies
        #expect(misleading(hosts) == ["alpha", "bravo", "charlie"])
        hosts[1].hostility?.end = nil
        #expect(misleading(hosts) == ["alpha", "charlie"])
    }

    @Test func `says no entries of a run that somebody else is in, and no greeting but its own`() {
        var scenario = Scenario.chaos(seed: 3, nodes: 3)
        scenario.hosts[0].hostility = Self.whileItLies
        let runs = scenario.hosts.map { (name: $0.name, epoch: Self.epoch) }
        var voice = HostileVoice(Self.whileItLies, of: 0, in: scenario, runs: runs, wall: 1_700_000_000_000_000)
        var grammar = GossipGrammar(
            dice: Dice(seed: 1, stream: 1),
            runs: runs.map { GossipGrammar.Run(name: $0.name, epoch: $0.epoch) },
            wall: 1_700_000_000_000_000
        )
        let others = runs.filter { $0.name != scenario.hosts[0].name }
        var genuine: Set<[UInt8]> = []
        var (changed, forged) = (0, 0)
        for _ in 0..<3000 {
            let frame = grammar.frame().encoded
            genuine.insert(frame)
            let spoken = voice.spoil(frame, perMillion: 1_000_000, isStream: false)
            for said in HostileVoice.split(spoken) where !genuine.contains(said) {
                changed += 1
                if said[4] == FrameType.hello.rawValue || isEntry(said, of: others) { forged += 1 }
            }
        }
        #expect(changed > 1000)
        #expect(forged == 0)
    }

    private static let whileItLies = Hostility(
        begin: 500_000_000,
        end: 4_000_000_000,
        spoiledPerMillion: 300_000,
        forgesRuns: true
    )

    private func isEntry(_ frame: [UInt8], of runs: some Sequence<(name: String, epoch: UInt64)>) -> Bool {
        guard frame[4] == FrameType.entries.rawValue else { return false }
        return runs.contains { run in
            frame.dropFirst(5).starts(with: GossipGrammar.Run(name: run.name, epoch: run.epoch).encoded)
        }
    }
}
