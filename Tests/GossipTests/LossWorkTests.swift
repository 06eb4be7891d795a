import Testing

@testable import Gossip

/// What is lost, and who has seen more than came, costs no more than those who are there.
@Suite("The work of losses and of readers that wait", .computing) struct LossWorkTests {
    @Test func `of losses of nobody knows which channel goes by the channels that are used`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        for number in 0..<20_000 {
            let channel = mesh.nodes[0].openChannel(.relay, named: Array("\(number)".utf8))
            _ = mesh.nodes[0].post(in: channel, at: mesh.now) { _ in [0x82, 1, 7] }
            mesh.nodes[0].closeChannel(channel)
        }
        let time = try processorTime {
            for number in UInt64(0)..<500 {
                let gap = [HandmadePeer.gap(1, isNamed: false)]
                try bravo.send(gap, of: "zulu", from: number + 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            }
        }
        #expect(mesh.nodes[0].counters.lost == 500)
        #expect(mesh.nodes[0].logs.lossCount(of: mesh.rooms[0]) > 0)
        #expect(mesh.nodes[0].logs.usedChannels.numbers == mesh.rooms)
        #expect(time < .seconds(2))
    }

    @Test func `of such losses is the same for each, however many channels are used`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let rooms = (0..<5000).map { mesh.nodes[0].openChannel(.relay, named: Array("\($0)".utf8)) }
        let place = mesh.nodes[0].place(atEndOf: rooms[7])
        // Of two runs in turns, so that none continues the one before it.
        let time = try processorTime {
            for number in UInt64(0)..<1000 {
                for name in ["yankee", "zulu"] {
                    let gap = [HandmadePeer.gap(1, isNamed: false)]
                    try bravo.send(gap, of: name, from: number + 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
                }
            }
        }
        #expect(time < .seconds(2))

        var told: [Int] = []
        mesh.nodes[0].takeGrownChannels(into: &told)
        let untold = Set(rooms).subtracting(told).count
        let lacking = rooms.count { room in
            !mesh.nodes[0].hasUntoldLosses(in: room, for: place) || mesh.nodes[0].logs.lossCount(of: room) != 2000
        }
        #expect(untold == 0 && lacking == 0)
        let count = told.count
        mesh.nodes[0].takeGrownChannels(into: &told)
        #expect(told.count == count)
    }

    @Test func `of a reader that has seen what is not here is a look at that, as long as nothing of it comes`() {
        var mesh = TestMesh(2)
        var entries = [MessageID(node: "zulu", epoch: 7, sequence: 7)]
        for number in 0..<200 {
            mesh.restart(1, epoch: 1_700_000_000_000 + UInt64(number))
            mesh.connect(0, 1)
            mesh.settle()
            entries.append(mesh.post("x", at: 1).id)
            mesh.settle()
        }
        var (reading, _) = mesh.nodes[0].replay(after: Position(entries), in: mesh.rooms[0])
        let time = processorTime {
            for number in 0..<1000 {
                mesh.post("y", at: 0)
                #expect(ReplayTests.read(&reading, at: 0, in: &mesh).text == "y", "\(number)")
            }
        }
        #expect(time < .seconds(2))
    }
}
