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
                let gap = [HandmadePeer.gap(1)]
                try bravo.send(gap, of: "zulu", from: number + 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            }
        }
        #expect(mesh.nodes[0].counters.lost == 500)
        #expect(mesh.nodes[0].channels[mesh.rooms[0]]?.losses.count ?? 0 > 0)
        #expect(mesh.nodes[0].logs.usedChannels.numbers == mesh.rooms)
        #expect(time < .seconds(2))
    }

    @Test func `of a gap around what others sent is done in turns, and counts what it would at once`() throws {
        var settings = GossipSettings()
        settings.limits.gapItems = 100
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let count: UInt64 = 1001
        for number in stride(from: 2, to: count, by: 2) {
            let post = [HandmadePeer.post([UInt8(number / 2 % 26) + 97])]
            try bravo.send(post, of: "zulu", from: number, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask))
        let before = mesh.nodes[0].counters.work.items
        let gap = [HandmadePeer.gap(count, messages: count - 3)]
        let state = [HandmadePeer.snapshot(at: count)]
        try bravo.send(state + gap, of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.received <= 100)
        #expect(mesh.nodes[0].counters.work.items - before < 400)

        var (turns, deadline) = (0, mesh.nodes[0].nextDeadline)
        while deadline <= mesh.now.monotonic, turns < 1000 {
            let before = mesh.nodes[0].counters.work.items
            mesh.nodes[0].handleTimers(at: mesh.now)
            #expect(mesh.nodes[0].counters.work.items - before < 400)
            turns += 1
            deadline = mesh.nodes[0].nextDeadline
        }

        #expect((5..<100).contains(turns))
        let letters: [String] = (1...500 as ClosedRange<Int>).map { String(UnicodeScalar(UInt8($0 % 26) + 97)) }
        #expect(mesh.log(of: 0) == letters.joined())
        let lost: UInt64 = count - 503
        #expect(mesh.nodes[0].counters.lost == lost)
        #expect(!(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask)))
    }

    @Test func `of a gap that waits for the next turn ends with its link, and somebody else is asked`() throws {
        var settings = GossipSettings()
        settings.limits.gapItems = 10
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        for number in stride(from: 2, to: 101, by: 2) as StrideTo<UInt64> {
            try bravo.send([HandmadePeer.post([98])], of: "zulu", from: number, to: &mesh.nodes[0], at: mesh.now)
        }
        let gap = [HandmadePeer.gap(101)]
        try bravo.send(gap, of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        mesh.nodes[0].closeLink(bravo.link, reason: .disconnected("cut"), at: mesh.now)
        try charlie.announce(101, of: "zulu", to: &mesh.nodes[0], at: mesh.now)
        _ = try charlie.heard(from: &mesh.nodes[0], at: mesh.now)
        let lost = mesh.nodes[0].counters.lost
        mesh.now.monotonic += 1_000_000_000
        mesh.nodes[0].handleTimers(at: mesh.now)

        #expect(lost < 51 && mesh.nodes[0].counters.lost == lost)
        #expect(try charlie.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask))
    }

    @Test func `of gaps that are told again and again is bounded in a turn, however many wait or listen`() throws {
        for isNamed in [true, false] {
            var mesh = TestMesh(1)
            let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
            let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
            if isNamed {
                // Charlie may hold it all: so no gap is taken, and all that wait are looked at for each.
                try charlie.announce(4000, of: "zulu", to: &mesh.nodes[0], at: mesh.now)
                let posts = (0..<1000).map { _ in HandmadePeer.post([98]) }
                try bravo.send(posts, of: "zulu", from: 1001, to: &mesh.nodes[0], at: mesh.now)
            } else {
                for number in 0..<2000 { _ = mesh.nodes[0].openChannel(.relay, named: Array("\(number)".utf8)) }
            }
            let before = mesh.nodes[0].counters.work.items
            for number in UInt64(0)..<500 {
                let gap = isNamed ? HandmadePeer.gap(4000) : HandmadePeer.item(6, [1, 1, 0, 1])
                let first = isNamed ? 1 : number + 1
                try bravo.send([gap], of: "zulu", from: first, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            }

            #expect(mesh.nodes[0].counters.work.items - before < 8000, "500 frames, and what a turn has time for")
            #expect(!mesh.nodes[0].marks.missing.contains(.gapPutOff))
            mesh.now.monotonic += 1_000_000
            let lost = mesh.nodes[0].counters.lost
            let gap = isNamed ? [HandmadePeer.gap(4000)] : [HandmadePeer.item(6, [1, 1, 0, 1])]
            let peer = isNamed ? charlie : bravo
            try peer.send(gap, of: "zulu", from: lost + 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            #expect(mesh.nodes[0].counters.lost > lost, "in the next turn there is time")
        }
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
