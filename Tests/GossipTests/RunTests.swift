import Bytes
import Testing

@testable import Gossip

@Suite("The runs of a node that starts again and again", .computing) struct RunTests {
    // Each is known by nothing but what a snapshot says of the one before it.
    @Test func `are asked for however long the row is in which each waits for the one before it`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let count: UInt64 = 1000
        for number in 0..<count {
            let epoch = HandmadePeer.epoch - number
            var state: [UInt8] = [1, 0, 0, 0, 0, 1]
            state.append(varint: epoch - 1)
            state.append(varint: 1)
            let items = [HandmadePeer.item(7, state)]
            try bravo.send(items, of: "bravo", epoch: epoch, from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        }
        try bravo.announce(1, of: "bravo", to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].queues.wants > 0)
        let later = Moment(monotonic: mesh.now.monotonic + 100_000_000, wall: mesh.now.wall)
        for _ in 0..<count { mesh.nodes[0].handleTimers(at: later) }
        #expect(mesh.nodes[0].queues.wants > Int(count) / 2, "not all of the row are wanted")
    }

    /// A line of three nodes whose first starts anew, with a message in each run; nothing is kept on a disk.
    ///
    /// - Returns: The last message of each run.
    private static func crashLoop(_ runs: Int, in mesh: inout TestMesh) -> [Stamp] {
        var stamps: [Stamp] = []
        mesh.connect(1, 2)
        for run in 0..<runs {
            if run > 0 { mesh.restart(0, epoch: 1_700_000_000_000 + UInt64(run)) }
            mesh.connect(0, 1)
            mesh.settle()
            stamps.append(mesh.post(String(UnicodeScalar(UInt8(97 + run % 26))), at: 0))
            mesh.settle()
        }
        return stamps
    }

    @Test func `are waited for, one after the other`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let (old, new) = (HandmadePeer.epoch, HandmadePeer.epoch + 1)
        let later = [HandmadePeer.previous(epoch: old, upTo: 2), HandmadePeer.post([99])]
        try bravo.send(later, of: "zulu", epoch: new, from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.log(of: 0) == "")
        #expect(mesh.nodes[0].nextDeadline <= mesh.now.monotonic)
        mesh.nodes[0].handleTimers(at: mesh.now)
        #expect(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask))

        let first = [HandmadePeer.post([97])]
        try bravo.send(first, of: "zulu", epoch: old, from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.log(of: 0) == "a")
        let second = [HandmadePeer.post([98])]
        try bravo.send(second, of: "zulu", epoch: old, from: 2, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)

        #expect(mesh.log(of: 0) == "abc")
        #expect(mesh.nodes[0].queues.wants == 0)
        #expect(mesh.nodes[0].queues.earlyBytes == 0)
    }

    @Test func `are waited for as far as each says`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let old = HandmadePeer.epoch
        for (number, upTo) in [3, 1, 2].enumerated() {
            let later = [HandmadePeer.previous(epoch: old, upTo: UInt64(upTo)), HandmadePeer.post([UInt8(48 + upTo)])]
            let epoch = old + 1 + UInt64(number)
            try bravo.send(later, of: "zulu", epoch: epoch, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        var logs = [mesh.log(of: 0)]
        for sequence in 1...3 as ClosedRange<UInt64> {
            let post = [HandmadePeer.post([UInt8(96 + sequence)])]
            try bravo.send(post, of: "zulu", epoch: old, from: sequence, to: &mesh.nodes[0], at: mesh.now)
            logs.append(mesh.log(of: 0))
        }
        #expect(logs == ["", "a1", "a1b2", "a1b2c3"])
        #expect(mesh.nodes[0].queues.wants == 0)
    }

    @Test func `cost no more where thousands wait for one, as long as that does not come`() throws {
        let counts = (few: 10, many: 8000)
        var waiting: [Int: (node: GossipNode, link: Int)] = [:]
        for count in [counts.few, counts.many] {
            var mesh = TestMesh(1)
            let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
            var bytes: [UInt8] = []
            for number in 1...count {
                let run = HandmadePeer.origin("hotel", epoch: HandmadePeer.epoch + UInt64(number))
                let entry = HandmadePeer.previous(epoch: HandmadePeer.epoch, upTo: 100)
                bytes += DatagramPathTests.frame(3, run + [4, 1] + entry)
            }
            try mesh.nodes[0].receive(bytes.span, on: bravo.link, at: mesh.now)
            waiting[count] = (mesh.nodes[0], bravo.link)
        }
        // Frames that bring nothing, of the one that is waited for.
        let frame = DatagramPathTests.frame(3, HandmadePeer.origin("hotel") + [4, 1])
        let frames = Array(repeatElement(frame, count: 2000).joined())
        let now = TestMesh(0).now
        let growth = try growthOfTime(from: counts.few, to: counts.many) { count in
            guard var node = waiting[count]?.node, let link = waiting[count]?.link else { return }
            try node.receive(frames.span, on: link, at: now)
            let waitingCounts = node.origins.numbers.map { node.repair.laterRuns(of: $0).count }
            #expect(waitingCounts.max() == count)
        }
        // For eight hundred times as many.
        #expect(growth < 16)
    }

    @Test func `are counted where they are gone, and waited for no longer`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let (old, new) = (HandmadePeer.epoch, HandmadePeer.epoch + 1)
        let later = [HandmadePeer.previous(epoch: old, upTo: 2), HandmadePeer.post([99])]
        try bravo.send(later, of: "zulu", epoch: new, from: 1, to: &mesh.nodes[0], at: mesh.now)
        let gap = [HandmadePeer.gap(2)]
        try bravo.send(gap, of: "zulu", epoch: old, from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)

        #expect(mesh.log(of: 0) == "c")
        #expect(mesh.nodes[0].counters.lost == 2)
    }

    @Test func `are in a position by the newest ones only, and it covers all of them on every node`() {
        var mesh = TestMesh(3)
        let stamps = Self.crashLoop(400, in: &mesh)
        for node in 0..<3 {
            let position = mesh.nodes[node].position(in: mesh.rooms[node])
            #expect(position.description.utf8.count < 300)
            for other in 0..<3 {
                var (replay, lost) = mesh.nodes[other].replay(after: position, in: mesh.rooms[other])
                #expect(ReplayTests.read(&replay, at: other, in: &mesh) == ("", .live))
                #expect(lost == 0)
            }
        }

        // A client that has all of them in its position is right too, and gets a short one.
        var literal = Position()
        for stamp in stamps { literal.advance(to: stamp.id) }
        let short = mesh.nodes[2].shortened(literal, in: mesh.rooms[2])
        #expect(short.description.utf8.count < 300)
        mesh.post("!", at: 0)
        mesh.settle()
        for position in [literal, short] {
            var (replay, _) = mesh.nodes[2].replay(after: position, in: mesh.rooms[2])
            #expect(ReplayTests.read(&replay, at: 2, in: &mesh) == ("!", .live))
        }
    }

    @Test func `are left out of a position also where they end behind the last message that a client could see`() {
        var mesh = TestMesh(3)
        var literal = Position()
        mesh.connect(1, 2)
        for run in 0..<60 as Range<UInt64> {
            if run > 0 { mesh.restart(0, epoch: 1_700_000_000_000 + run) }
            mesh.connect(0, 1)
            mesh.settle()
            literal.advance(to: mesh.post("a", at: 0).id)
            let other = mesh.nodes[0].openChannel(.chat, named: Array("other".utf8))
            _ = mesh.nodes[0].post(in: other, at: mesh.now) { _ in Array("b".utf8) }
            mesh.nodes[0].advertise(http: "alpha:\(run)", url: "", at: mesh.now)
            mesh.settle()
        }
        let short = mesh.nodes[2].shortened(literal, in: mesh.rooms[2])
        #expect(short.description.utf8.count < 300)
        // In the other channel all of them have one more.
        let other = mesh.nodes[2].openChannel(.chat, named: Array("other".utf8))
        #expect(mesh.nodes[2].shortened(literal, in: other).entries.count == 60)
        for node in 0..<3 {
            var (replay, lost) = mesh.nodes[node].replay(after: short, in: mesh.rooms[node])
            #expect(ReplayTests.read(&replay, at: node, in: &mesh) == ("", .live))
            #expect(lost == 0)
        }
    }

    @Test func `that a client has not seen are given to it`() {
        var mesh = TestMesh(3)
        let stamps = Self.crashLoop(26, in: &mesh)
        var literal = Position()
        for stamp in stamps[..<20] { literal.advance(to: stamp.id) }
        for position in [literal, mesh.nodes[1].shortened(literal, in: mesh.rooms[1])] {
            var (replay, _) = mesh.nodes[2].replay(after: position, in: mesh.rooms[2])
            #expect(ReplayTests.read(&replay, at: 2, in: &mesh) == ("uvwxyz", .live))
        }

        let (_, position) = mesh.nodes[1].replay(history: 7, in: mesh.rooms[1])
        var (replay, _) = mesh.nodes[2].replay(after: position, in: mesh.rooms[2])
        #expect(ReplayTests.read(&replay, at: 2, in: &mesh) == ("tuvwxyz", .live))
    }

    @Test func `are not given again by a node that has not heard of the newest ones`() {
        var mesh = TestMesh(3)
        var far = mesh
        _ = Self.crashLoop(26, in: &mesh)
        let seen = mesh.nodes[1].position(in: mesh.rooms[1])
        // The same, but the third node is cut off after the first half.
        _ = Self.crashLoop(13, in: &far)
        mesh.nodes[2] = far.nodes[2]
        mesh.rooms[2] = far.rooms[2]

        var (replay, _) = mesh.nodes[2].replay(after: seen, in: mesh.rooms[2])
        #expect(ReplayTests.read(&replay, at: 2, in: &mesh) == ("", .wait))

        mesh.post("!", at: 0)
        mesh.nodes[2].closeLink(0, reason: .disconnected("it went"), at: mesh.now)
        mesh.wires.removeAll { $0.nodes == (1, 2) }
        mesh.nodes[1].closeLink(0, reason: .disconnected("it went"), at: mesh.now)
        mesh.connect(1, 2)
        mesh.settle()
        #expect(ReplayTests.read(&replay, at: 2, in: &mesh) == ("!", .live))
    }

    @Test func `that went on where nobody saw it are given when they come`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        let far = mesh.connect(0, 2)
        mesh.settle()
        mesh.post("a", at: 0)
        mesh.settle()
        // Only the third node gets this.
        mesh.cut(0)
        mesh.post("b", at: 0)
        mesh.settle()
        mesh.cut(far)
        for run in 1...6 {
            mesh.restart(0, epoch: 1_700_000_000_000 + UInt64(run))
            mesh.connect(0, 1)
            mesh.settle()
            mesh.post("\(run)", at: 0)
            mesh.settle()
        }
        let before = mesh.nodes[1].position(in: mesh.rooms[1])

        mesh.connect(1, 2)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a123456b")
        for node in 0..<3 {
            var (replay, lost) = mesh.nodes[node].replay(after: before, in: mesh.rooms[node])
            #expect(ReplayTests.read(&replay, at: node, in: &mesh) == ("b", .live))
            #expect(lost == 0)
            let after = mesh.nodes[node].position(in: mesh.rooms[node])
            var (again, _) = mesh.nodes[(node + 1) % 3].replay(after: after, in: mesh.rooms[(node + 1) % 3])
            #expect(ReplayTests.read(&again, at: (node + 1) % 3, in: &mesh) == ("", .live))
        }
    }

    /// A node that holds "r" of a run, and another, which has not heard of it, with five later ones.
    ///
    /// - Returns: Who has seen the later ones.
    private static func forgetfulRuns(in mesh: inout TestMesh) -> Position {
        let wire = mesh.connect(0, 2)
        mesh.post("r", at: 0)
        mesh.settle()
        mesh.cut(wire)
        var position = Position()
        for run in 1...5 {
            mesh.restart(0, epoch: 1_700_000_000_000 + UInt64(run))
            mesh.connect(0, 1)
            mesh.settle()
            position.advance(to: mesh.post("\(run)", at: 0).id)
            mesh.settle()
        }
        return position
    }

    @Test func `are given once it is known that a position does not go back to them`() {
        var mesh = TestMesh(3)
        let position = Self.forgetfulRuns(in: &mesh)
        var (reading, _) = mesh.nodes[2].replay(after: position, in: mesh.rooms[2])
        #expect(ReplayTests.read(&reading, at: 2, in: &mesh) == ("", .wait))

        mesh.connect(1, 2)
        mesh.settle()
        #expect(ReplayTests.read(&reading, at: 2, in: &mesh) == ("r", .live))
    }

    @Test func `count as lost where a message that tells of them comes before it is known who has seen them`() {
        var mesh = TestMesh(3)
        var position = Self.forgetfulRuns(in: &mesh)
        var (reading, lost) = mesh.nodes[2].replay(after: position, in: mesh.rooms[2])
        #expect(lost == 0)
        mesh.restart(0, epoch: 1_700_000_000_009)
        mesh.connect(0, 2)
        mesh.settle()
        position.advance(to: mesh.post("!", at: 0).id)
        mesh.settle()

        #expect(ReplayTests.read(&reading, at: 2, in: &mesh) == ("", .lost(1)))
        #expect(ReplayTests.read(&reading, at: 2, in: &mesh) == ("!", .wait))

        mesh.connect(1, 2)
        mesh.settle()
        for node in 1...2 {
            var (again, _) = mesh.nodes[node].replay(after: position, in: mesh.rooms[node])
            #expect(ReplayTests.read(&again, at: node, in: &mesh) == ("", .live))
        }
    }

    /// One that lost its disk tells of "ab" only; whether the client has seen "c" too, those say of which nothing is here.
    @Test(arguments: [2, 3] as [UInt64])
    func `are given no further than the least is known of them, until all that tell of them are here`(upTo: UInt64)
        throws
    {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let first = HandmadePeer.epoch
        func say(_ items: [[UInt8]], in run: UInt64, from sequence: UInt64 = 1) throws {
            try bravo.send(items, of: "zulu", epoch: first + run, from: sequence, to: &mesh.nodes[0], at: mesh.now)
        }
        try say("abc".utf8.map { HandmadePeer.post([$0]) }, in: 0)
        try say([HandmadePeer.previous(epoch: first, upTo: 2), HandmadePeer.post([UInt8(ascii: "z")])], in: 4)
        #expect(mesh.log(of: 0) == "abcz")
        let named = (1...4).map { MessageID(node: "zulu", epoch: first + $0, sequence: 2) }

        var (reading, _) = mesh.nodes[0].replay(after: Position(named), in: mesh.rooms[0])
        #expect(ReplayTests.read(&reading, at: 0, in: &mesh) == ("", .wait))

        for run in 1...3 as ClosedRange<UInt64> {
            let (earlier, end) = run == 1 ? (first, upTo) : (first + run - 1, 2)
            try say([HandmadePeer.previous(epoch: earlier, upTo: end), HandmadePeer.post([UInt8(run)])], in: run)
        }
        let rest = upTo == 3 ? "" : "c"
        #expect(ReplayTests.read(&reading, at: 0, in: &mesh) == (rest, .live))
    }

    @Test func `are looked for again when what may tell of them comes, be it in no channel`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        func say(_ items: [[UInt8]], in run: UInt64, from sequence: UInt64 = 1) throws {
            let epoch = HandmadePeer.epoch + run
            try bravo.send(items, of: "zulu", epoch: epoch, from: sequence, to: &mesh.nodes[0], at: mesh.now)
        }
        let state = HandmadePeer.links(to: [])
        try say([HandmadePeer.post([UInt8(ascii: "r")])], in: 0)
        for run in 1...3 as ClosedRange<UInt64> { try say([state], in: run) }
        let named = (1...4).map { run in
            MessageID(node: "zulu", epoch: HandmadePeer.epoch + run, sequence: run == 4 ? 3 : 1)
        }
        var (reading, _) = mesh.nodes[0].replay(after: Position(named), in: mesh.rooms[0])
        #expect(ReplayTests.read(&reading, at: 0, in: &mesh) == ("", .wait))
        var looks = Looks()
        #expect(!mesh.nodes[0].mayHideLess(from: reading, looks: &looks))

        // What it has not said so far may tell of the first.
        try say([state], in: 4)
        #expect(mesh.nodes[0].mayHideLess(from: reading, looks: &looks))
        #expect(ReplayTests.read(&reading, at: 0, in: &mesh) == ("", .wait))
        #expect(!mesh.nodes[0].mayHideLess(from: reading, looks: &looks))

        try say([state, state], in: 4, from: 2)
        #expect(mesh.nodes[0].mayHideLess(from: reading, looks: &looks))
        #expect(ReplayTests.read(&reading, at: 0, in: &mesh) == ("r", .live))
        #expect(!mesh.nodes[0].mayHideLess(from: reading, looks: &looks))
    }

    @Test func `are given to who has named so few later ones that none was left out`() {
        var mesh = TestMesh(3)
        let position = Position(Array(Self.forgetfulRuns(in: &mesh).entries.suffix(Position.recentRuns - 1)))
        var (reading, _) = mesh.nodes[2].replay(after: position, in: mesh.rooms[2])
        #expect(ReplayTests.read(&reading, at: 2, in: &mesh) == ("r", .wait))
    }

    @Test func `are remembered by a journal, folded or not`() throws {
        for folds in [false, true] {
            var mesh = TestMesh(3)
            var disk = TestDisk()
            mesh.startJournal(of: 1)
            mesh.connect(1, 2)
            for run in 0..<10 {
                mesh.restart(0, epoch: 1_700_000_000_000 + UInt64(run))
                mesh.connect(0, 1)
                mesh.settle()
                mesh.post("\(run)", at: 0)
                mesh.settle()
                disk.write(from: &mesh.nodes[1])
                disk.beginStretch(with: mesh.nodes[1])
            }
            if folds { try disk.fold(disk.stretches.count - 1, with: mesh.nodes[1]) }
            let before = mesh.nodes[2].position(in: mesh.rooms[2])
            try mesh.restart(1, from: disk)

            let after = mesh.nodes[1].position(in: mesh.rooms[1])
            #expect(after.entries.filter { $0.node == "alpha" } == before.entries.filter { $0.node == "alpha" })
            var (replay, _) = mesh.nodes[1].replay(after: before, in: mesh.rooms[1])
            #expect(ReplayTests.read(&replay, at: 1, in: &mesh).text == "")
        }
    }
}
