import MeshSimulator
import Reactor
import Testing

@Suite("Whole nodes that end in the middle of a turn, or go back", .computing, .timeLimit(.minutes(10)))
struct WholeDeathTests {
    private static let second: Int64 = 1_000_000_000

    /// Two nodes, two people who chat all the time, and something that goes wrong.
    private func pair(_ faults: [WholeFault.Trouble]) -> WholeScenario {
        var scenario = WholeScenario(seed: 5, nodes: 2)
        scenario.links = [WholeScenario.Link(dialer: 1, listener: 0, isDatagrams: false)]
        scenario.quietAt = 5 * Self.second
        scenario.actions = (0..<60).map { number in
            let time = Self.second + Int64(number) * 60_000_000
            return WholeAction(browser: number % 2, deed: .speak(2), time: time)
        }
        scenario.faults = faults.map { WholeFault($0, start: 2 * Self.second, end: 3 * Self.second) }
        return scenario
    }

    @Test(arguments: [false, true], 0..<4)
    func `keep what they told their clients is held`(failsPower: Bool, calls: Int) {
        let scenario = pair([.interruption(0, afterCalls: calls, failsPower: failsPower)])

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings > 80)
        #expect(outcome.hash != pair([]).run().hash)
    }

    @Test(arguments: [0, -60_000_000]) func `are a newer run of their node, whatever their disk and their clock say`(
        by microseconds: Int64
    ) {
        let jump = WholeFault.Trouble.jump(1, by: microseconds, isPutRight: false)
        let scenario = pair([.restoration(1)] + (microseconds == 0 ? [] : [jump]))

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings > 80)
    }

    @Test func `lose the same of all disks when the power fails, if that is drawn`() {
        var scenario = pair([.powerFailure(0), .powerFailure(1)])
        scenario.terrain.powerLuck = .nothing

        #expect(scenario.run().violations.isEmpty)
    }

    @Test func `find on a copied disk what was on the first, and nothing that came later`() throws {
        let (disk, bytes): (SimulatedDisk, [UInt8]) = (SimulatedDisk(seed: 1), [1, 2])
        try disk.open("a", .replace).write(bytes.span)

        let copy = disk.copied(seed: 2)
        try disk.open("b", .replace).write(bytes.span)
        copy.failPower(.nothing)

        #expect(try copy.names() == ["a"])
        #expect(try copy.open("a", .read).readAll() == bytes)
    }

    @Test func `are known to have asked a disk for more than they outlive`() throws {
        let disk = SimulatedDisk(seed: 1)
        disk.endProcess(afterCalls: 1)

        _ = try disk.open("a", .replace)
        #expect(!disk.isInterrupted)
        #expect(throws: SystemError.self) { _ = try disk.open("b", .replace) }
        #expect(disk.isInterrupted)

        disk.endProcess()
        #expect(!disk.isInterrupted)
    }
}
