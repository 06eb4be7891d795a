import Testing

@testable import Gossip

@Suite("A node that lost what it had", .computing) struct LostDiskTests {
    @Test func `is heard in its next run by who had seen more of the one before than anybody has`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        for text in ["a", "b", "c"] { mesh.post(text, at: 0) }
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        mesh.post("d", at: 0)
        let seen = Position([mesh.post("e", at: 0).id])
        try mesh.restart(0, from: disk)
        mesh.connect(0, 1)
        mesh.settle()
        for text in ["f", "g"] { mesh.post(text, at: 0) }
        mesh.settle()

        for node in 0...1 {
            var (reading, lost) = mesh.nodes[node].replay(after: seen, in: mesh.rooms[node])
            #expect(mesh.log(of: node) == "abcfg")
            #expect(ReplayTests.read(&reading, at: node, in: &mesh).text == "fg")
            #expect(lost == 0)
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `counts what nobody has any more once, whoever tells of it`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var settings = GossipSettings()
        settings.retention.messages = 3 + Int(dice.roll(6))
        settings.limits.wholeRuns = 1 + Int(dice.roll(3))
        var mesh = TestMesh(4, settings: settings)
        mesh.connect(1, 2)
        var total: UInt64 = 0
        for _ in 0..<(2 + dice.roll(12)) {
            // One that loses everything speaks, and the two others keep what they may.
            mesh.now.monotonic += 5_000_000_000
            mesh.now.wall += 5_000_000
            mesh.restart(0, epoch: UInt64(mesh.now.wall / 1000))
            mesh.connect(0, 1 + Int(dice.roll(2)))
            mesh.settle()
            for _ in 0..<dice.roll(5) {
                mesh.post("x", at: 0)
                total += 1
            }
            mesh.settle()
            mesh.enforceRetention()
        }
        for round in 0..<3 as Range<UInt64> {
            mesh.restart(3, epoch: UInt64(mesh.now.wall / 1000) + round)
            let neighbours = dice.roll(2) == 0 ? [1, 2] : [2, 1, 0]
            for neighbour in neighbours {
                mesh.connect(3, neighbour)
                if dice.roll(2) == 0 { mesh.settle() }
            }
            mesh.settle()
            mesh.run(milliseconds: 3000)

            let held = UInt64(mesh.nodes[3].channels[mesh.rooms[3]]?.messageCount ?? 0)
            #expect(mesh.nodes[3].counters.lost + held == total, "round \(round)")
            let there = mesh.nodes[3].channels[mesh.rooms[3]]?.lostCount
            #expect(there.map { $0 <= mesh.nodes[3].counters.lost } ?? true)
        }
    }
}
