import Gossip
import Testing

@Suite("A mesh of datagrams", .computing) struct DatagramMeshTests {
    @Test(arguments: 1...20)
    func `loses, repeats and reorders nothing where a fifth of the datagrams is lost`(seed: UInt64) {
        var line = DatagramMesh(3, lossPercent: 20, doublePercent: 5, seed: seed)
        line.run(milliseconds: 500)
        for round in 0..<40 {
            for node in 0..<3 { line.mesh.post("<\(node).\(round)>", at: node) }
            line.run(milliseconds: 10)
        }
        line.run(milliseconds: 3000)

        for node in 0..<3 {
            let messages = line.mesh.log(of: node).split(separator: ">").map { $0.dropFirst() }
            #expect(messages.count == 120)
            for sender in 0..<3 {
                let rounds = messages.filter { $0.hasPrefix("\(sender).") }
                #expect(rounds == (0..<40).map { "\(sender).\($0)" })
            }
        }
        #expect(Set(line.mesh.transcripts).count == 1)
        #expect(line.mesh.nodes.allSatisfy { $0.counters.lost == 0 && $0.nodeReports.count == 3 })
    }

    @Test(arguments: [(loss: UInt64(0), bound: 5_000), (loss: 5, bound: 30_000)])
    func `catches up with large and small entries within its window`(damage: (loss: UInt64, bound: Int)) {
        var line = DatagramMesh(2, lossPercent: damage.loss, doublePercent: 0, seed: 1)
        for number in 0..<300 { line.mesh.post(String(repeating: "x", count: number % 10 == 0 ? 20_000 : 100), at: 0) }
        let time = line.run(milliseconds: damage.bound) { $0.mesh.transcripts[0] == $0.mesh.transcripts[1] }
        #expect(line.mesh.transcripts[0] == line.mesh.transcripts[1])
        #expect(time < damage.bound)
    }
}
