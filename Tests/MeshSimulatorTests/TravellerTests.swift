import FoundationEssentials
import Gossip
import Testing

@testable import MeshSimulator

@Suite("Clients that hop, resend and resume", .computing) struct TravellerTests {
    /// A small mesh whose nodes keep journals, one of which is killed.
    private static func scenario() -> Scenario {
        var scenario = Scenario.chaos(seed: 3, nodes: 8)
        // So that acknowledgements get lost.
        for index in scenario.travellers.indices { scenario.travellers[index].delay = 60_000_000 }
        // So that there is something to read when the first of them come.
        scenario.actions.removeAll { if case .hop = $0.kind { $0.time < 3_000_000_000 } else { false } }
        for host in scenario.hosts.indices { scenario.hosts[host].keepsJournal = true }
        let crash = Fault.Kind.crash(host: 1, isMachineLost: false)
        for index in 0..<2 { scenario.travellers[index].firstRequest = .history(3) }
        scenario.faults = [Fault(kind: crash, begin: 6_000_000_000, end: 6_500_000_000)]
        return scenario
    }

    /// The same with a split, and little room for what is posted meanwhile.
    private static func tightScenario() -> Scenario {
        var scenario = tightened(scenario())
        let split = Fault.Kind.split(hosts: [0, 1, 2, 3], isSilent: false)
        scenario.faults = [Fault(kind: split, begin: 3_000_000_000, end: 7_000_000_000)]
        return scenario
    }

    /// The same with little room for messages.
    static func tightened(_ scenario: Scenario) -> Scenario {
        var scenario = scenario
        // What rascals post in rooms of their own takes room too, and no reckoning knows of it.
        scenario.actions.removeAll { if case .misbehave = $0.kind { true } else { false } }
        scenario.settings.retention.bytes = 8_000
        for index in scenario.actions.indices {
            guard case .post(let client, let size) = scenario.actions[index].kind else { continue }
            scenario.actions[index].kind = .post(client: client, size: min(size, Scenario.tightMessage))
        }
        return scenario
    }

    /// Where a sabotage shows; a loss that is told too low in a scenario in which other copies are excused.
    ///
    /// Without it nothing is wrong there, as the next two tests show, and for the file `ScenarioTests`.
    private static func scenario(for sabotage: TravellerSabotage) throws -> Scenario {
        switch sabotage {
        case .hideLosses, .stretchLosses: return tightScenario()
        case .forgetLoss:
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")
            let file = try Data(contentsOf: folder.appending(path: "a loss that was told before.json"))
            return try Scenario(parsing: [UInt8](file).span)
        default: return scenario()
        }
    }

    @Test func `are told of everything that a heal cannot bring`() {
        #expect(Self.tightScenario().run().violations == [])
    }

    @Test func `miss nothing, get nothing twice, and are told the truth`() {
        let outcome = Self.scenario().run()
        #expect(outcome.violations == [])
    }

    @Test(arguments: TravellerSabotage.allCases)
    func `have a judge who objects when they do not get what they should`(sabotage: TravellerSabotage) throws {
        var scenario = try Self.scenario(for: sabotage)
        scenario.travellerSabotage = sabotage
        let violations = scenario.run().violations
        #expect(violations.contains { $0.kind == sabotage.shows }, "\(violations)")
    }

    @Test func `are owed nothing that only the dead had`() {
        var ledger = Ledger()
        for number in 0..<3 {
            ledger.record(name: "alpha", epoch: 5, sequence: UInt64(number) + 1, time: Int64(number), process: 0)
        }
        var diary = Diary()
        diary.begin(owed: [1, 2], in: ledger)
        var due = Bitset()
        for message in [0, 1] { _ = due.insert(message) }
        #expect(diary.missing(of: due).first == 1)
        #expect(diary.missing(of: due).count == 1)
    }

    @Test func `may get a second copy only from a node that does not hold the first`() {
        var ledger = Ledger()
        let letter = ledger.addLetter()
        ledger.record(name: "alpha", epoch: 5, sequence: 1, letter: letter, time: 1, process: 0)
        ledger.record(name: "bravo", epoch: 5, sequence: 1, letter: letter, time: 2, process: 1)
        var diary = Diary()
        #expect(diary.note(0, unheld: [], in: ledger, reader: "ana") == nil)
        var other = diary
        #expect(diary.note(1, unheld: [0], in: ledger, reader: "ana") == nil)
        #expect(diary.note(1, unheld: [0], in: ledger, reader: "ana") == .repeated(id: "bravo@5/1", reader: "ana"))
        #expect(other.note(1, unheld: [], in: ledger, reader: "ana") == .repeated(id: "bravo@5/1", reader: "ana"))
    }
}
