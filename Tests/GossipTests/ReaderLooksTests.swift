import Testing

@testable import Gossip

@Suite("A reader that has seen most of what is held", .computing) struct ReaderLooksTests {
    @Test func `looks at no more records in a step than it may, and goes on where it was`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.post("b", at: 1)
        mesh.settle()
        for _ in 0..<25 { mesh.post("a", at: 0) }
        var position = Position()
        position.advance(to: mesh.post("a", at: 0).id)
        var (reading, _) = mesh.nodes[0].replay(after: position, in: mesh.rooms[0])
        let place = mesh.nodes[0].place(atEndOf: mesh.rooms[0])

        var (looked, steps, text, isLive) = (0, 0, "", false)
        while !isLive, steps < 10 {
            var looks = Looks(atMost: 10)
            switch mesh.nodes[0].advance(&reading, in: mesh.rooms[0], upTo: place, looks: &looks) {
            case nil: #expect(looks.taken == 10)
            case .frames(let range): text += mesh.text(range, at: 0)
            case .live: isLive = true
            case .lost, .wait, .overtaken: Issue.record("it is not live")
            }
            looked += looks.taken
            steps += 1
        }

        #expect(isLive)
        #expect(text == "b")
        #expect(looked == 27)
        #expect(steps == 4)
    }

    @Test func `is told how much had to be looked at to find where it begins`() {
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let (tea, coffee) = (node.openChannel(.relay, named: [1]), node.openChannel(.relay, named: [2]))
        let now = Moment(monotonic: 1, wall: 1)
        var position = Position()
        position.advance(to: node.post(in: tea, at: now) { _ in [0x82, 0] }.id)
        for _ in 0..<3200 { _ = node.post(in: coffee, at: now) { _ in [0x82, 0] } }
        _ = node.post(in: tea, at: now) { _ in [0x82, 0] }

        var looks = Looks()
        _ = node.replay(after: position, in: tea, looks: &looks)
        #expect((100...102).contains(looks.taken - GossipNode.looksPerEntry), "\(looks)")
        looks = Looks()
        _ = node.replay(history: 50, in: coffee, looks: &looks)
        // The messages, and its position.
        #expect(looks.taken == 50 + GossipNode.looksPerHead + GossipNode.looksPerEntry)
        looks = Looks()
        _ = node.position(in: coffee, looks: &looks)
        #expect(looks.taken == GossipNode.looksPerHead)
        looks = Looks()
        position = node.position(in: tea)
        _ = node.replay(after: position, in: tea, looks: &looks)
        #expect(looks.taken == GossipNode.looksPerEntry)
    }

    @Test func `pays for all runs of which its position says something, however little history it asks for`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        for number in 0..<100 {
            let post = HandmadePeer.post([97])
            try bravo.send([post], of: "n\(number)", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }

        var looks = Looks()
        let position = mesh.nodes[0].replay(history: 1, in: mesh.rooms[0], looks: &looks).position
        let count = position.entries.count
        #expect(count >= 100)
        let price = count * (GossipNode.looksPerHead + GossipNode.looksPerEntry)
        // And a few for the runs that were passed, and for the message.
        #expect((price...price + 20).contains(looks.taken), "\(looks) for \(count)")
    }

    @Test func `pays for each look for what it came with, and gets nothing of that when it comes`() throws {
        var mesh = TestMesh(1)
        let room = mesh.rooms[0]
        let position = Position((1...900).map { MessageID(node: "zulu", epoch: $0, sequence: 1) })
        var (reading, _) = mesh.nodes[0].replay(after: position, in: room)
        var looks = Looks(atMost: 10_000)
        let before = mesh.nodes[0].place(atEndOf: room)
        var step = mesh.nodes[0].advance(&reading, in: room, upTo: before, looks: &looks)
        #expect(step == .wait && looks.taken == 0)
        let bytes = reading.unsettledBytes
        #expect(bytes == 900 * MemoryLayout<MessageID>.stride)

        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.post([97])], of: "zulu", epoch: 7, from: 1, to: &mesh.nodes[0], at: mesh.now)
        let after = mesh.nodes[0].place(atEndOf: room)
        step = mesh.nodes[0].advance(&reading, in: room, upTo: after, looks: &looks)
        #expect(step == .wait && looks.taken > 900, "\(looks)")
        #expect(reading.unsettledBytes == bytes - MemoryLayout<MessageID>.stride)

        // Nothing has changed since.
        looks = Looks(atMost: 10_000)
        step = mesh.nodes[0].advance(&reading, in: room, upTo: after, looks: &looks)
        #expect(step == .wait && looks.taken == 0)
    }

    @Test(arguments: [0, 1]) func `of history is given in one piece what lies in one piece`(node: Int) {
        var mesh = TestMesh(2)
        for number in 0..<100 {
            mesh.now.wall += 1_000_000
            // Each node has its own in one row, and the other's in another.
            mesh.post(number % 20 < 10 ? "a" : "b", at: number % 20 / 10)
        }
        mesh.connect(0, 1)
        mesh.settle()
        var (reading, _) = mesh.nodes[node].replay(history: 75, in: mesh.rooms[node])
        let place = mesh.nodes[node].place(atEndOf: mesh.rooms[node])
        var (pieces, isLive) = ([String](), false)
        while !isLive, pieces.count < 75 {
            switch mesh.nodes[node].advance(&reading, in: mesh.rooms[node], upTo: place, limit: 1000) {
            case .frames(let range): pieces.append(mesh.text(range, at: node))
            case .live: isLive = true
            case .lost, .wait, .overtaken: Issue.record("it is not live")
            }
        }
        #expect(isLive)
        let rows = ["b", "a", "b", "a", "b", "a", "b"].map { String(repeating: $0, count: 10) }
        #expect(pieces.joined() == "aaaaa" + rows.joined())
        // A piece ends where a chunk of the log does.
        #expect(pieces.count <= 2 * (1 + rows.count), "\(pieces)")
    }

    /// Reads history at a node with one channel that is full, where in each turn a message is let go and the reader has a
    /// step.
    ///
    /// - Parameters:
    ///   - count: How many messages are held, and so how many others are let go before the last of them are.
    ///   - history: How many of them are read.
    /// - Returns: How many messages it was given in how many turns, until the last of those was, and how many looks it took.
    private static func readInFullChannel(_ count: Int, history: Int) -> (given: [Int], looked: Int) {
        var settings = GossipSettings()
        settings.retention.messages = count
        var mesh = TestMesh(1, settings: settings)
        for _ in 0..<count { mesh.post("a", at: 0) }
        var (reading, _) = mesh.nodes[0].replay(history: history, in: mesh.rooms[0])
        var (given, looked) = ([Int](), 0)
        while given.reduce(0, +) < history, given.count < 50 {
            mesh.post("b", at: 0)
            mesh.nodes[0].enforceRetention(at: mesh.now)
            let place = mesh.nodes[0].place(atEndOf: mesh.rooms[0])
            var looks = Looks(atMost: 1000)
            let step = mesh.nodes[0].advance(&reading, in: mesh.rooms[0], upTo: place, looks: &looks)
            guard case .frames(let range) = step else { break }
            given.append(mesh.text(range, at: 0).count { $0 == "a" })
            looked += looks.taken
        }
        return (given, looked)
    }

    @Test func `of history goes on in a full channel, however much is let go before what it has read`() {
        let (given, looked) = Self.readInFullChannel(3000, history: 2500)

        #expect(given.reduce(0, +) == 2500 && given.count < 20, "\(given)")
        // Each is looked at once, and one more where a piece ends.
        #expect(looked < 2600, "\(looked)")
    }

    @Test func `of history is given no less where those that are left must be counted, and pays for both`() {
        let (given, looked) = Self.readInFullChannel(100, history: 99)

        // The first to be let go is the one before its first, so it cannot tell.
        #expect(given.reduce(0, +) == 99 && given.count < 5, "\(given)")
        #expect((2 * 99...2 * 99 + 5).contains(looked), "\(looked)")
    }
}
