import Bytes
import Gossip
import Testing

/// What a line between two distant nodes is like.
struct DistantLine: Sendable, CustomTestStringConvertible {
    var name: String
    var oneWay: ClosedRange<UInt64> = 150...150
    var bytesPerSecond: Int64 = 1_000_000_000
    var queueBytes: Int64 = 1 << 30
    var loss: UInt64 = 0
    var lossBack: UInt64?

    /// How long 1 MiB may take, in seconds, and how many bytes it may cost.
    var bound: Int
    var cost: Int

    var testDescription: String { name }

    static let all = [
        DistantLine(name: "300 ms there and back", bound: 4, cost: 1_250_000),
        DistantLine(
            name: "300 ms, 100 kB/s, 64 KiB of queue",
            bytesPerSecond: 100_000,
            queueBytes: 64 << 10,
            bound: 16,
            cost: 1_350_000
        ),
        DistantLine(
            name: "40 ms, 100 kB/s, 16 KiB of queue",
            oneWay: 20...20,
            bytesPerSecond: 100_000,
            queueBytes: 16 << 10,
            bound: 18,
            cost: 1_450_000
        ),
        DistantLine(
            name: "40 ms, 100 kB/s, 1 MiB of queue",
            oneWay: 20...20,
            bytesPerSecond: 100_000,
            queueBytes: 1 << 20,
            bound: 16,
            cost: 1_350_000
        ),
        DistantLine(name: "300 ms, a twentieth lost", loss: 5, bound: 30, cost: 1_500_000),
        DistantLine(name: "300 ms, a fifth of the answers lost", loss: 0, lossBack: 20, bound: 6, cost: 1_450_000),
        DistantLine(name: "100 to 200 ms, so that most overtake", oneWay: 50...100, bound: 6, cost: 1_800_000),
    ]

    func shape(_ wire: inout LossyWire) {
        wire.delay = (oneWay.lowerBound * 1_000_000)...(oneWay.upperBound * 1_000_000)
        wire.bytesPerSecond = bytesPerSecond
        wire.queueBytes = queueBytes
        wire.lossPercent = loss
        wire.lossPercentBack = lossBack
    }
}

@Suite("A long message on a distant line", .computing) struct SlowLineTests {
    @Test(arguments: DistantLine.all)
    func `crosses once, while short frames pass it`(line: DistantLine) {
        var pair = DatagramPathTests.Pair(lossPercent: 0, seed: 1)
        line.shape(&pair.wire)
        for _ in 0..<4000 { pair.step { nil } }
        var slowest = 0
        let before = pair.wire.carriedBytes
        pair.ends[0].append(DatagramPathTests.frame(5, [UInt8](repeating: 7, count: 1 << 20)).span)
        var milliseconds = 0
        var isHere = false
        var sent: [Int] = []
        while !isHere, milliseconds < line.bound * 1000 {
            if milliseconds % 100 == 0 {
                var body: [UInt8] = []
                body.append(bigEndian: UInt32(sent.count))
                pair.ends[0].append(DatagramPathTests.frame(4, body).span)
                sent.append(milliseconds)
            }
            let length = pair.received[1].count
            pair.step { nil }
            milliseconds += 1
            guard pair.received[1].count > length else { continue }
            let news = Array(pair.received[1][length...])
            isHere = news.count > 1 << 20
            for number in DatagramPathTests.numbers(in: news) {
                slowest = max(slowest, milliseconds - sent[Int(number)])
            }
        }
        let cost = pair.wire.carriedBytes - before
        #expect(isHere)
        #expect(cost < line.cost)
        #expect(slowest < 3000)
    }

    @Test(arguments: DistantLine.all)
    func `is sent once by a node, and the link stays up`(line: DistantLine) {
        var mesh = DatagramMesh(2, lossPercent: 0, doublePercent: 0, seed: 1)
        line.shape(&mesh.wires[0])
        mesh.run(milliseconds: 4000)
        let before = mesh.wires[0].carriedBytes
        for node in 0..<2 { _ = mesh.mesh.nodes[node].takeEvents() }
        mesh.mesh.post(String(repeating: "x", count: 1 << 20), at: 0)
        var time = 0
        // Both ends go on to speak: what overtakes the long message must not ask for it again.
        repeat {
            for node in 0..<2 { mesh.mesh.post("<\(time)>", at: node) }
            time += mesh.run(milliseconds: 500)
        } while time < (line.bound + 4) * 1000 && mesh.mesh.log(of: 1).utf8.count < 1 << 20
        mesh.run(milliseconds: 3000)
        let events = (0..<2).flatMap { mesh.mesh.nodes[$0].takeEvents() }
        let cost = mesh.wires[0].carriedBytes - before
        #expect(mesh.mesh.transcripts[0] == mesh.mesh.transcripts[1])
        #expect(cost < line.cost + 100_000)
        #expect(!events.contains { if case .linkDown = $0 { true } else { false } })
        #expect(!events.contains { if case .dropLink = $0 { true } else { false } })
    }
}
