import Testing

@testable import Gossip

@Suite("How old messages are", .computing) struct AgeOrderTests {
    @Test func `is forgotten with the messages, though one from far ahead stays`() {
        var settings = GossipSettings()
        settings.retention.messages = 20
        var mesh = TestMesh(2, settings: settings)
        mesh.wallOffsets = [0: 3_600_000_000, 1: 0]
        mesh.connect(0, 1)
        mesh.post("a", at: 0)
        mesh.settle()
        for _ in 0..<500 {
            mesh.post("b", at: 1)
            mesh.settle()
            var grown: [Int] = []
            for node in 0..<2 {
                mesh.nodes[node].takeGrownChannels(into: &grown)
                mesh.nodes[node].enforceRetention(at: mesh.moment(of: node))
            }
        }

        for node in 0..<2 {
            let timeline = mesh.nodes[node].channels[mesh.rooms[node]]?.timeline
            #expect(timeline?.ages.count ?? 0 <= 2 * 20 + 65)
        }
    }

    @Test func `is given by the oldest first, and anew when the clock was set`() {
        var ages = AgeOrder()
        for (number, time) in [(0, 30), (1, 10), (2, 20), (3, 20)] as [(Int, Int64)] { ages.append(number, at: time) }
        ages.renew(with: [(15, 7), (15, 3)]) { number, time in number == 0 ? nil : min(time, 15) }

        var seen: [[Int]] = []
        while let first = ages.first {
            seen.append([Int(first.time), first.number])
            ages.removeFirst()
        }
        #expect(seen == [[10, 1], [15, 2], [15, 3], [15, 7]])
    }
}
