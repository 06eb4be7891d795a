import Gossip
import Testing

@Suite("What is missing", .computing) struct RepairTests {
    var mesh = TestMesh(1)

    @Test mutating func `is lost up to what waits here, however much a neighbour has lost`() throws {
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.post([0x63])], of: "delta", from: 3, to: &mesh.nodes[0], at: mesh.now)
        #expect(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask))

        try bravo.send(
            [HandmadePeer.gap(3)],
            of: "delta",
            from: 1,
            asAnswer: true,
            to: &mesh.nodes[0],
            at: mesh.now
        )

        #expect(mesh.log(of: 0) == "c")
        #expect(mesh.nodes[0].counters.lost == 2)
        #expect(mesh.nodes[0].queues.earlyBytes == 0)
        #expect(try !bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask))
    }

    @Test mutating func `is asked for by a question or by a graft, never by both`() throws {
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let parent = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        try parent.send([HandmadePeer.post([0x61])], of: "delta", from: 1, to: &mesh.nodes[0], at: mesh.now)

        // The parent brings nothing more; each time the other link must be asked, and the third time it takes over.
        var heard: [[FrameType]] = []
        for sequence in 2...4 as ClosedRange<UInt64> {
            try bravo.announce(sequence, of: "delta", to: &mesh.nodes[0], at: mesh.now)
            mesh.run(milliseconds: 100)
            heard.append(
                try bravo.heard(from: &mesh.nodes[0], at: mesh.now).filter { $0 == .ask || $0 == .graft }
            )
            try bravo.send(
                [HandmadePeer.post([0x62])],
                of: "delta",
                from: sequence,
                asAnswer: true,
                to: &mesh.nodes[0],
                at: mesh.now
            )
        }

        #expect(heard == [[.ask], [.ask], [.graft]])
        #expect(mesh.log(of: 0) == "abbb")
    }

    @Test mutating func `is given up when nobody who could have it was seen for ten seconds`() throws {
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.post([0x63])], of: "delta", from: 3, to: &mesh.nodes[0], at: mesh.now)
        mesh.nodes[0].closeLink(bravo.link, reason: .disconnected("gone"), at: mesh.now)

        mesh.run(milliseconds: 5000)
        #expect(mesh.nodes[0].queues.earlyBytes > 0)
        mesh.run(milliseconds: 6000)

        #expect(mesh.nodes[0].queues.earlyBytes == 0)
        #expect(mesh.nodes[0].isCaughtUp)
        // Trees alone have something to do, once a minute.
        let deadline = mesh.nodes[0].nextDeadline
        #expect(deadline > mesh.now.monotonic + 30_000_000_000)
    }

    @Test mutating func `is looked for within ten seconds where something always changes`() throws {
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        var heard: [FrameType] = []
        for second in 0..<12 {
            mesh.post("\(second % 10)", at: 0)
            mesh.run(milliseconds: 1000)
            // Its clock has another hash, and it is not quiet either.
            try bravo.say(8, [UInt8](repeating: 7, count: 24) + [0], to: &mesh.nodes[0], at: mesh.now)
            heard += try bravo.heard(from: &mesh.nodes[0], at: mesh.now)
        }
        #expect(heard.count { $0 == .clockRequest } == 1)
    }

    @Test mutating func `is asked of another in the end, whatever else the one that was asked answers`() throws {
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        for (peer, floor) in [(bravo, UInt8(1)), (charlie, 2)] {
            let clock = [1] + HandmadePeer.origin("zulu") + [floor, 3] + [UInt8](repeating: 0, count: 8)
            try peer.say(2, clock, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(try bravo.asked(by: &mesh.nodes[0], at: mesh.now) == ["zulu"])

        var asked: [Int] = []
        for round in 0..<40 {
            mesh.run(milliseconds: 400)
            try bravo.send([], of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            try charlie.send([], of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now)
            if try charlie.asked(by: &mesh.nodes[0], at: mesh.now) == ["zulu"] { asked.append(round) }
        }
        #expect(asked == [38], "the one that ends at 15.6 s")
    }
}
