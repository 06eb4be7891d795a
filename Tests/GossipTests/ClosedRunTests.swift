import Testing

@testable import Gossip

@Suite("Runs that are over", .computing) struct ClosedRunTests {
    private static var settings: GossipSettings {
        var settings = GossipSettings()
        settings.retention.messages = 10
        settings.limits.wholeRuns = 4
        return settings
    }

    /// A line of three nodes whose first starts anew so often, with a message in each run or in none.
    private static func crashLoop(_ runs: Int, speaks: Bool = true, in mesh: inout TestMesh) {
        mesh.connect(1, 2)
        for run in 0..<runs {
            mesh.now.monotonic += 5_000_000_000
            mesh.now.wall += 5_000_000
            mesh.restart(0, epoch: UInt64(mesh.now.wall / 1000))
            mesh.connect(0, 1)
            mesh.settle()
            if speaks { mesh.post(String(run % 10), at: 0) }
            mesh.nodes[0].advertise(http: "alpha:\(run)", url: "", at: mesh.now)
            mesh.settle()
            mesh.enforceRetention()
        }
    }

    @Test func `take sixteen bytes each`() {
        #expect(MemoryLayout<ClosedRuns.Run>.stride == 16)
    }

    @Test(arguments: [true, false]) func `are not kept whole, however many there are`(speaks: Bool) {
        var mesh = TestMesh(4, settings: Self.settings)
        Self.crashLoop(300, speaks: speaks, in: &mesh)
        for node in 1...2 {
            // The own, a neighbour's, and of the one that starts again: what is held, and the newest.
            #expect(mesh.nodes[node].origins.numbers.count < 24)
            #expect(mesh.nodes[node].counters.lost == 0)
            #expect(mesh.nodes[node].channels[mesh.rooms[node]]?.messageCount == (speaks ? 10 : 0))
        }
        #expect(mesh.nodes[1].clockHash == mesh.nodes[2].clockHash)

        // Who comes new learns of all of them, and asks for none.
        mesh.connect(3, 2)
        mesh.settle()
        #expect(mesh.nodes[3].origins.numbers.count < 24)
        #expect(mesh.nodes[3].clockHash == mesh.nodes[2].clockHash)
        #expect(mesh.log(of: 3) == (speaks ? "0123456789" : ""))
        #expect(mesh.nodes[3].counters.lost == (speaks ? 290 : 0))
        #expect(mesh.nodes[3].queues.wants == 0)
    }

    @Test(arguments: [1, 64])
    func `are told to a neighbour once, however little it takes at once`(room: Int) throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let runs = (0..<3000 as Range<UInt64>).map { (2 * $0 + 1, 1 as UInt64) }
        for name in ["yankee", "zulu"] {
            let items = [HandmadePeer.closedRuns(upTo: 0, and: runs), HandmadePeer.post([97])]
            try bravo.send(items, of: name, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], room: room, at: mesh.now)

        var (output, calls): ([UInt8], Int) = ([], 0)
        while mesh.nodes[0].hasOutput(charlie.link, at: mesh.now), calls < 100 {
            mesh.nodes[0].produce(for: charlie.link, into: &output, limit: room, at: mesh.now)
            calls += 1
        }
        #expect(calls < 100)
        // Behind the clock comes the message of either.
        let types = HandmadePeer.frames(in: output).map(\.type)
        #expect(types.filter { $0 != .entries } == [.clock] && types.prefix(3).last == .clock)
        #expect(types.count <= 5)
    }

    @Test func `go below the watermark at once where somebody tells of more than are remembered one by one`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        // Of every second epoch first, and then of those between.
        for round in 0..<2 as Range<UInt64> {
            for first in stride(from: 0, to: 40_960, by: 4096) as StrideTo<UInt64> {
                let runs = (first..<first + 4096).map { (2 * $0 + 1 + round, 1 as UInt64) }
                let items = [HandmadePeer.closedRuns(upTo: 0, and: runs)]
                try bravo.send(items, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
            }
        }
        let origins = mesh.nodes[0].origins
        let closed = origins[member: origins.member(named: "zulu") ?? 0].closed
        #expect(closed.runs.count == GossipLimits().closedRuns)
        #expect(closed.watermark == 2 * 40_960 - UInt64(GossipLimits().closedRuns))
        #expect(mesh.nodes[0].counters.lost == closed.messages + UInt64(GossipLimits().closedRuns))
    }

    @Test func `are so many at most also behind a run that is not over`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        for first in stride(from: 0, to: 81_920, by: 4096) as StrideTo<UInt64> {
            let runs = (first..<first + 4096).map { ($0 + 2, 1 as UInt64) }
            let items = [HandmadePeer.closedRuns(upTo: 0, and: runs)]
            try bravo.send(items, of: "zulu", epoch: 1, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        let origins = mesh.nodes[0].origins
        let closed = origins[member: origins.member(named: "zulu") ?? 0].closed
        #expect(closed.runs.count == GossipLimits().closedRuns)
        #expect(closed.watermark == 0)
        #expect(mesh.nodes[0].counters.lost == UInt64(GossipLimits().closedRuns))

        // Once that one has messages that go, all of them can.
        let post = [HandmadePeer.post([0x78])]
        try bravo.send(post, of: "zulu", epoch: 81_930, from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.now.monotonic += 5_000_000_000
        mesh.enforceRetention()
        let runs = (0..<4096 as Range<UInt64>).map { (81_940 + $0, 1 as UInt64) }
        let items = [HandmadePeer.closedRuns(upTo: 0, and: runs)]
        try bravo.send(items, of: "zulu", epoch: 90_000, from: 1, to: &mesh.nodes[0], at: mesh.now)
        let known = mesh.nodes[0].origins[member: origins.member(named: "zulu") ?? 0].closed
        #expect(known.runs.count <= GossipLimits().closedRuns)
    }

    @Test func `are closed also while it is doubted what somebody said of one`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let snapshot = [HandmadePeer.snapshot(at: 1000)]
        try bravo.send(snapshot, of: "charlie", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        mesh.run(milliseconds: 12_000)
        let next = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let post = [HandmadePeer.post([0x78])]
        let epoch = HandmadePeer.epoch + 1
        try next.send(post, of: "charlie", epoch: epoch, from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.enforceRetention()
        mesh.run(milliseconds: 60_000)

        #expect(mesh.nodes[0].origins.numbers.count == 2)
        #expect(mesh.log(of: 0) == "x")
    }

    @Test func `are remembered one by one, however long ago they were`() {
        var mesh = TestMesh(4, settings: Self.settings)
        Self.crashLoop(50, in: &mesh)
        mesh.now.monotonic += 90_000_000_000_000
        mesh.now.wall += 90_000_000_000
        mesh.enforceRetention()
        mesh.connect(3, 2)
        mesh.settle()
        mesh.enforceRetention()
        for node in 1...3 {
            let alpha = mesh.nodes[node].origins.member(named: "alpha")
            let closed = alpha.map { mesh.nodes[node].origins[member: $0].closed } ?? ClosedRuns()
            #expect(closed.runs.count >= 39)
            #expect(closed.watermark == 0)
            #expect(mesh.nodes[node].clockHash == mesh.nodes[1].clockHash)
        }
    }

    @Test func `go below the watermark of others, which is in microseconds as epochs are`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let epoch = mesh.now.epoch(chance: 0)
        let items = [HandmadePeer.closedRuns(upTo: epoch - 100, messages: 3), HandmadePeer.post([0x78])]
        try bravo.send(items, of: "zulu", epoch: epoch, from: 1, to: &mesh.nodes[0], at: mesh.now)

        let zulu = try #require(mesh.nodes[0].origins.member(named: "zulu"))
        let closed = mesh.nodes[0].origins[member: zulu].closed
        #expect(closed.watermark == epoch - 100)
        #expect(closed.messages == 3)
        #expect(mesh.log(of: 0) == "x")
    }

    @Test func `are not over because a clock leapt`() {
        var mesh = TestMesh(3)
        let wires = [mesh.connect(0, 1), mesh.connect(0, 2)]
        mesh.settle()
        mesh.enforceRetention()
        mesh.cut(wires[0])
        mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(wires[1])
        mesh.run(milliseconds: 5000)
        mesh.restart(0, epoch: UInt64(mesh.now.wall / 1000))
        mesh.connect(0, 1)
        mesh.settle()
        mesh.run(milliseconds: 5000)
        mesh.now.wall += 90_000_000_000
        mesh.enforceRetention()

        mesh.connect(1, 2)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a")
    }

    @Test(arguments: [false, true])
    func `never come twice from a node that still holds a message of one`(isBeyondRetention: Bool) throws {
        var mesh = TestMesh(4, settings: Self.settings)
        let far = mesh.connect(0, 3)
        mesh.connect(0, 1)
        mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(far)
        for wire in mesh.wires.indices { mesh.cut(wire) }
        Self.crashLoop(50, in: &mesh)
        if isBeyondRetention {
            mesh.now.monotonic += 90_000_000_000_000
            mesh.now.wall += 90_000_000_000
            for node in 0..<3 { mesh.nodes[node].enforceRetention(at: mesh.now) }
        }
        let before = mesh.nodes[1].counters
        mesh.connect(3, 2)
        mesh.run(milliseconds: 3000)

        #expect(mesh.nodes[1].counters.received == before.received)
        #expect(mesh.nodes[1].counters.lost == before.lost)
        #expect(mesh.nodes.indices.allSatisfy { mesh.nodes[$0].queues.wants == 0 })
        // It hears of what it has missed, and forgets what it holds when retention says so.
        mesh.enforceRetention()
        mesh.run(milliseconds: 3000)
        mesh.enforceRetention()
        #expect(mesh.nodes[3].counters.lost == (isBeyondRetention ? 50 : 40))
        #expect(mesh.nodes[3].counters.received == (isBeyondRetention ? 1 : 11))
    }

    @Test func `come once where somebody has more of one than was known`() {
        var mesh = TestMesh(4, settings: Self.settings)
        let far = mesh.connect(0, 3)
        let near = mesh.connect(0, 1)
        mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(near)
        mesh.post("b", at: 0)
        mesh.settle()
        mesh.cut(far)
        for wire in mesh.wires.indices { mesh.cut(wire) }
        Self.crashLoop(50, in: &mesh)
        let before = mesh.nodes[1].counters.received

        mesh.connect(3, 2)
        mesh.run(milliseconds: 3000)

        #expect(mesh.nodes[1].counters.received == before + 1)
        #expect(mesh.nodes.indices.allSatisfy { mesh.nodes[$0].queues.wants == 0 })
        mesh.run(milliseconds: 5000)
        #expect(mesh.nodes[1].counters.received == before + 1)
    }

    @Test func `do not hold up a client whose position names one`() {
        var mesh = TestMesh(3, settings: Self.settings)
        mesh.connect(0, 1)
        let seen = mesh.post("a", at: 0)
        mesh.settle()
        for wire in mesh.wires.indices { mesh.cut(wire) }
        Self.crashLoop(50, in: &mesh)
        var position = Position()
        position.advance(to: seen.id)

        var (reading, _) = mesh.nodes[2].replay(after: position, in: mesh.rooms[2])
        #expect(ReplayTests.read(&reading, at: 2, in: &mesh) == ("0123456789", .live))
    }

    @Test(arguments: [1, 2, 3, 6])
    func `are not given again by a node that holds one and has not heard of the next ones`(runs: Int) {
        var settings = Self.settings
        settings.retention.messages = 1
        settings.limits.wholeRuns = 1
        var mesh = TestMesh(4, settings: settings)
        let far = mesh.connect(0, 3)
        mesh.connect(0, 1)
        let seen = mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(far)
        for wire in mesh.wires.indices { mesh.cut(wire) }
        var position = Position()
        position.advance(to: seen.id)
        for run in 0..<runs {
            Self.crashLoop(1, in: &mesh)
            // The client is live all the time.
            for id in mesh.nodes[1].position(in: mesh.rooms[1]).entries { position.advance(to: id) }
            position = mesh.nodes[1].shortened(position, in: mesh.rooms[1])
            if run > 2 { #expect(mesh.nodes[1].number(of: seen.id) == nil) }
        }

        var (reading, lost) = mesh.nodes[3].replay(after: position, in: mesh.rooms[3])
        #expect(ReplayTests.read(&reading, at: 3, in: &mesh) == ("", .wait))
        #expect(lost == 0)
    }

    /// A node that another one has heard of starts again so often, with a message in each run, and never hears of an
    /// earlier run before it has spoken.
    ///
    /// - Returns: Who is live all the time.
    private static func forgetfulLoop(_ runs: Int, in mesh: inout TestMesh) -> Position {
        let far = mesh.connect(0, 3)
        mesh.connect(0, 1)
        var position = Position()
        position.advance(to: mesh.post("a", at: 0).id)
        mesh.settle()
        mesh.cut(far)
        for _ in 0..<runs {
            mesh.now.monotonic += 5_000_000_000
            mesh.now.wall += 5_000_000
            mesh.restart(0, epoch: UInt64(mesh.now.wall / 1000))
            let id = mesh.post("b", at: 0).id
            mesh.connect(0, 1)
            mesh.settle()
            mesh.enforceRetention()
            position.advance(to: id)
            position = mesh.nodes[1].shortened(position, in: mesh.rooms[1])
        }
        return position
    }

    private static var forgetfulMesh: TestMesh {
        var settings = Self.settings
        settings.retention.messages = 1
        settings.limits.wholeRuns = 1
        return TestMesh(4, settings: settings)
    }

    @Test func `are named by a position as long as no later one that is not over tells of them`() {
        var mesh = Self.forgetfulMesh
        let position = Self.forgetfulLoop(8, in: &mesh)
        #expect(mesh.nodes[1].origins.numbers.count < 5)
        #expect(position.entries.count { $0.node == "alpha" } == 9)

        mesh.connect(1, 3)
        mesh.settle()
        var (reading, _) = mesh.nodes[3].replay(after: position, in: mesh.rooms[3])
        #expect(ReplayTests.read(&reading, at: 3, in: &mesh) == ("", .live))
    }

    @Test func `are named by a position so many at most`() {
        var mesh = Self.forgetfulMesh
        let position = Self.forgetfulLoop(100, in: &mesh)
        let count = position.entries.count { mesh.nodes[1].number(of: $0) == nil }
        #expect(count == Position.closedRuns)
    }

    @Test func `stay so over a restart`() throws {
        var mesh = TestMesh(4, settings: Self.settings)
        mesh.startJournal(of: 1)
        let far = mesh.connect(0, 3)
        mesh.connect(0, 1)
        mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(far)
        for wire in mesh.wires.indices { mesh.cut(wire) }
        Self.crashLoop(50, in: &mesh)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[1])
        mesh.now.monotonic += 5_000_000_000
        mesh.enforceRetention()
        disk.beginStretch(with: mesh.nodes[1])
        disk.stretches.removeFirst()
        try mesh.restart(1, from: disk)
        #expect(mesh.nodes[1].origins.numbers.count < 24)

        mesh.connect(3, 1)
        mesh.run(milliseconds: 3000)
        #expect(mesh.log(of: 1) == "")
        #expect(mesh.nodes[1].queues.wants == 0)
    }

    @Test func `are found again in a table from which others were taken`() {
        var index = OriginIndex()
        var numbers: [Int] = []
        for number in 0..<2000 {
            // Many share a home.
            index.insert(number, for: UInt64(number % 37))
            numbers.append(number)
            guard number % 3 == 2 else { continue }
            let gone = numbers.remove(at: number * 7 % numbers.count)
            index.remove(gone, for: UInt64(gone % 37))
            #expect(index.number(of: UInt64(gone % 37)) { $0 == gone } == nil)
        }
        #expect(numbers.allSatisfy { number in index.number(of: UInt64(number % 37)) { $0 == number } == number })
    }

    @Test(arguments: [false, true])
    func `are not over for a client that has seen more of one than its node`(comesLate: Bool) {
        var mesh = TestMesh(3)
        let wire = mesh.connect(0, 1)
        mesh.nodes[0].advertise(http: "alpha:80", url: "", at: mesh.now)
        mesh.settle()
        mesh.cut(wire)
        var position = Position()
        position.advance(to: mesh.post("x", at: 0).id)
        // Somebody else takes the name, and the run of which nothing is held here is closed.
        let settings = mesh.nodes[2].settings
        mesh.nodes[2] = GossipNode(name: "alpha", epoch: 1_700_000_000_500, bootNonce: 99, settings: settings)
        let other = mesh.connect(2, 1)
        mesh.nodes[2].advertise(http: "alpha:80", url: "", at: mesh.now)
        mesh.settle()
        var (reading, _) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        #expect(ReplayTests.read(&reading, at: 1, in: &mesh).last == .wait)
        mesh.run(milliseconds: 4000)
        mesh.enforceRetention()
        let alpha = mesh.nodes[1].origins.member(named: "alpha")
        #expect(alpha.map { mesh.nodes[1].origins[member: $0].closed.runs.count } == 1)
        if comesLate { (reading, _) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1]) }
        #expect(ReplayTests.read(&reading, at: 1, in: &mesh).last == .wait)

        mesh.cut(other)
        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.log(of: 1) == "x")
        #expect(ReplayTests.read(&reading, at: 1, in: &mesh).text == "")
    }
}

extension TestMesh {
    /// Has every node let go of what is beyond retention.
    mutating func enforceRetention() {
        for node in nodes.indices { nodes[node].enforceRetention(at: now) }
    }
}
