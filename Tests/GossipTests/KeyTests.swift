import Gossip
import Testing

@Suite("A message with a key", .computing) struct KeyTests {
    @Test func `is posted once on its node, and answered with the copy that is there`() throws {
        var mesh = TestMesh(1)
        guard case .posted(let first) = mesh.post("x", key: "k", at: 0) else {
            Issue.record("the first was not posted")
            return
        }
        #expect(mesh.post("x", key: "k", at: 0) == .repeated(first))
        #expect(mesh.log(of: 0) == "x")
    }

    @Test func `is posted once when it is sent again to another node that has it`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.post("x", key: "k", at: 0)
        mesh.settle()
        guard case .repeated(let stamp) = mesh.post("x", key: "k", at: 1) else {
            Issue.record("it was posted twice")
            return
        }
        #expect(stamp.id.node == "alpha")
    }

    @Test func `is another one for another author`() {
        #expect(MessageKey("k", by: "ana") != MessageKey("k", by: "bob"))
        #expect(MessageKey("bk", by: "a") != MessageKey("k", by: "ab"))
        #expect(MessageKey("k", by: "ana") == MessageKey("k", by: "ana"))
    }

    @Test func `may have another hash on nodes of an earlier version, which mix the secret of the mesh in`() {
        // Every node of a mesh has the same salt; every secret has its own.
        let (salt, other) = (MeshSalt.ofAll, MeshSalt(secret: [1]))
        #expect(MeshSalt(secret: nil) == salt && other != salt)
        #expect(MessageKey.earlier("k", by: "ana", salt: salt).isEmpty)
        let known = MessageKey.earlier("k", by: "ana", salt: other.following([MeshSalt(secret: [2])]))
        #expect(known.count == 2 && !known.contains(MessageKey("k", by: "ana")))
        #expect(known.first == MessageKey.earlier("k", by: "ana", salt: other).first)
        #expect(salt.hash(.session, "k") != salt.hash(.messageKey, "k"))
        // One that follows others says the same, and knows what they said.
        let following = other.following([salt])
        #expect(following.hash(.session, "k") == other.hash(.session, "k"))
        #expect(following.earlierHashes(.session, "k") == [salt.hash(.session, "k")])
        #expect(other.following([following, salt, other]).earlier == [salt])
    }

    @Test func `is the same for a name in another form, and known by what that was hashed to before`() {
        let salt = MeshSalt.ofAll
        let (composed, decomposed) = ("Zo\u{EB}", "Zoe\u{308}")
        #expect(MessageKey("k", by: composed) == MessageKey("k", by: decomposed))
        #expect(MessageKey.earlier("k", by: composed, salt: salt).isEmpty)
        #expect(MessageKey.earlier("k", by: decomposed, salt: salt).count == 1)
        #expect(MessageKey("\u{EB}", by: "a") != MessageKey("e\u{308}", by: "a"))
    }

    /// Three nodes: the outer two took one message each before the middle linked them.
    static func split() -> TestMesh {
        var mesh = TestMesh(3)
        mesh.post("[1]", key: "k", at: 0)
        mesh.post("[2]", key: "k", at: 2)
        return mesh
    }

    @Test func `keeps the earlier copy on all nodes alike, and shows nobody a second one`() {
        var mesh = Self.split()
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()

        #expect(mesh.log(of: 0) == "[1]")
        #expect(mesh.log(of: 2) == "[2]")
        #expect(Set(mesh.transcripts).count == 1)
        for node in 0..<3 {
            #expect(mesh.nodes[node].channels[mesh.rooms[node]]?.messageCount == 1)
            var (replay, _) = mesh.nodes[node].replay(history: 9, in: mesh.rooms[node])
            #expect(ReplayTests.read(&replay, at: node, in: &mesh).text == "[1]")
        }
        #expect(mesh.nodes.allSatisfy { $0.counters.lost == 0 && $0.isCaughtUp })
    }

    @Test(arguments: [[0, 1], [1, 0]]) func `counts as seen when either copy was`(order: [Int]) {
        var mesh = Self.split()
        let wires = [[0, 1], [1, 2]]
        for wire in order {
            mesh.connect(wires[wire][0], wires[wire][1])
            mesh.settle()
        }
        for side in [0, 2] {
            var position = Position()
            position.advance(to: MessageID(node: TestMesh.names[side], epoch: 1_700_000_000_000, sequence: 1))
            for node in 0..<3 {
                var (replay, lost) = mesh.nodes[node].replay(after: position, in: mesh.rooms[node])
                let (text, last) = ReplayTests.read(&replay, at: node, in: &mesh)
                #expect(text == "" && last == .live && lost == 0)
            }
        }
    }

    @Test func `shows every client a copy before anything that its author's node posted later`() {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var mesh = TestMesh(4)
            mesh.post("[1]", key: "k", at: 0)
            mesh.post("[2]", key: "k", at: 2)
            mesh.post("x", at: 2)
            for wire in order {
                mesh.connect(wire, wire + 1)
                mesh.settle()
            }
            for node in 0..<4 {
                // Whoever has seen the last one counts as somebody who has seen the copy in front of it.
                let text = mesh.log(of: node)
                #expect(text == "[1]x" || text == "[2]x")
                #expect(Self.newcomer(at: node, in: &mesh) == text)
            }
            #expect(Set(mesh.transcripts).count == 1)
        }
    }

    private static func newcomer(at node: Int, in mesh: inout TestMesh) -> String {
        var (replay, _) = mesh.nodes[node].replay(after: Position(), in: mesh.rooms[node])
        return ReplayTests.read(&replay, at: node, in: &mesh).text
    }

    @Test(arguments: [0, 1, 2]) func `is given once to who reads while an earlier copy comes`(stepsBefore: Int) {
        var mesh = TestMesh(2)
        mesh.post("[1]", key: "k", at: 0)
        var place = mesh.nodes[1].place(atEndOf: mesh.rooms[1])
        mesh.post("a", at: 1)
        mesh.post("[2]", key: "k", at: 1)
        place.advance(to: [0, 1, 4][stepsBefore])
        var (history, _) = mesh.nodes[1].replay(history: 9, in: mesh.rooms[1])
        var (resumed, _) = mesh.nodes[1].replay(after: Position(), in: mesh.rooms[1])
        var texts = ["", ""]
        if stepsBefore > 0 {
            texts[0] = ReplayTests.read(&history, at: 1, in: &mesh, steps: stepsBefore).text
            texts[1] = ReplayTests.read(&resumed, at: 1, in: &mesh, upTo: place, steps: 1).text
        }

        mesh.connect(0, 1)
        mesh.settle()
        texts[0] += ReplayTests.read(&history, at: 1, in: &mesh).text
        texts[1] += ReplayTests.read(&resumed, at: 1, in: &mesh).text
        #expect(texts == ["a[2]", "a[2]"])
        var (late, _) = mesh.nodes[1].replay(history: 9, in: mesh.rooms[1])
        #expect(ReplayTests.read(&late, at: 1, in: &mesh).text == "[1]a")
    }

    @Test func `is held as long as one of its copies is, the same on all nodes`() {
        var settings = GossipSettings()
        settings.retention.messages = 3
        var mesh = TestMesh(3, settings: settings)
        mesh.post("[1]", key: "k", at: 0)
        mesh.post("a", at: 1)
        mesh.post("[2]", key: "k", at: 2)
        mesh.connect(0, 1)
        mesh.settle()
        for text in ["b", "c"] { mesh.post(text, at: 1) }
        mesh.settle()
        // The first two let go of the earlier copy before they know the later one.
        for node in 0..<2 { mesh.nodes[node].enforceRetention(at: mesh.now) }
        mesh.connect(1, 2)
        mesh.settle()
        for node in 0..<3 { mesh.nodes[node].enforceRetention(at: mesh.now) }

        #expect(Set(mesh.transcripts).count == 1)
        for node in 0..<3 {
            var (replay, _) = mesh.nodes[node].replay(history: 9, in: mesh.rooms[node])
            #expect(ReplayTests.read(&replay, at: node, in: &mesh).text == "[2]bc")
            #expect(mesh.nodes[node].channels[mesh.rooms[node]]?.messageCount == 3)
        }
    }

    @Test func `counts for retention in all its copies, so that it does not matter which came first`() {
        var settings = GossipSettings()
        settings.retention.messages = 3
        var mesh = TestMesh(3, settings: settings)
        mesh.post("[1]", key: "k", at: 0)
        let wire = mesh.connect(1, 2)
        mesh.post("b", at: 1)
        mesh.post("[2]", key: "k", at: 1)
        for text in ["c", "d"] { mesh.post(text, at: 1) }
        mesh.settle()
        mesh.cut(wire)
        // One has let go of something before the earlier copy comes, one after.
        mesh.nodes[2].enforceRetention(at: mesh.now)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.nodes[1].enforceRetention(at: mesh.now)
        mesh.connect(0, 2)
        mesh.settle()
        for node in 0..<3 { mesh.nodes[node].enforceRetention(at: mesh.now) }

        #expect(Set(mesh.transcripts).count == 1)
        var (replay, _) = mesh.nodes[2].replay(history: 9, in: mesh.rooms[2])
        #expect(ReplayTests.read(&replay, at: 2, in: &mesh).text == "[2]cd")
    }

    @Test func `is given in the copy that is held to who passes another that was let go before`() {
        var settings = GossipSettings()
        settings.retention.messages = 2
        var mesh = TestMesh(2, settings: settings)
        let first = mesh.post("[1]", key: "k", at: 0).stamp.id
        mesh.post("a", at: 0)
        mesh.post("[2]", key: "k", at: 1)
        mesh.connect(0, 1)
        mesh.settle()
        for node in 0..<2 { mesh.nodes[node].enforceRetention(at: mesh.now) }

        #expect(Self.newcomer(at: 0, in: &mesh) == "a[2]")
        #expect(Self.newcomer(at: 1, in: &mesh) == "[2]a")
        var position = Position()
        position.advance(to: first)
        for node in 0..<2 {
            var (replay, _) = mesh.nodes[node].replay(after: position, in: mesh.rooms[node])
            #expect(ReplayTests.read(&replay, at: node, in: &mesh).text == "a")
        }
    }

    /// Posts at the first node, with a key that was not posted before.
    private static func newStamp(of text: String, in mesh: inout TestMesh) throws -> Stamp {
        let result = mesh.post(text, key: "k", at: 0)
        try #require(result == .posted(result.stamp))
        return result.stamp
    }

    @Test func `is told to its node when a neighbour holds it`() throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let stamp = try Self.newStamp(of: "x", in: &mesh)
        #expect(!mesh.nodes[0].isHeldElsewhere(stamp.id))
        mesh.settle()
        #expect(mesh.nodes[0].isHeldElsewhere(stamp.id))
        #expect(mesh.nodes[1].isHeldElsewhere(stamp.id))
    }

    @Test func `is told to its node although it overtook an earlier message on the way`() throws {
        var mesh = TestMesh(2)
        let wire = mesh.connect(0, 1)
        mesh.settle()
        let (sender, receiver) = mesh.wires[wire].links
        var (first, second): ([UInt8], [UInt8]) = ([], [])
        mesh.post("x", at: 0)
        mesh.nodes[0].produce(for: sender, into: &first, limit: 1 << 16, at: mesh.now)
        let stamp = try Self.newStamp(of: "y", in: &mesh)
        mesh.nodes[0].produce(for: sender, into: &second, limit: 1 << 16, at: mesh.now)

        try mesh.nodes[1].receive(second.span, on: receiver, at: mesh.now)
        try mesh.nodes[1].receive(first.span, on: receiver, at: mesh.now)
        mesh.settle()

        #expect(mesh.log(of: 1) == "xy")
        #expect(mesh.nodes[0].isHeldElsewhere(stamp.id))
    }

    @Test func `that its node has from its own disk is not held elsewhere until a neighbour says so`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        let stamp = try Self.newStamp(of: "x", in: &mesh)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        try mesh.restart(0, from: disk)
        #expect(mesh.post("x", key: "k", at: 0) == .repeated(stamp))
        #expect(!mesh.nodes[0].isHeldElsewhere(stamp.id))

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[0].isHeldElsewhere(stamp.id))
    }

    @Test func `is confirmed although its node has taken up a new run since`() throws {
        var mesh = TestMesh(3)
        let stamp = try Self.newStamp(of: "x", in: &mesh)
        // The mesh has heard of a later run under this name.
        let settings = mesh.nodes[2].settings
        mesh.nodes[2] = GossipNode(name: "alpha", epoch: 1_700_000_000_500, bootNonce: 99, settings: settings)
        let wire = mesh.connect(2, 1)
        mesh.settle()
        mesh.cut(wire)

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[0].epoch > 1_700_000_000_500)
        #expect(mesh.nodes[0].isHeldElsewhere(stamp.id))
    }

    @Test func `is forgotten with its message`() {
        var settings = GossipSettings()
        settings.retention.messages = 2
        var mesh = TestMesh(1, settings: settings)
        mesh.post("x", key: "k", at: 0)
        for _ in 0..<3 { mesh.post("y", at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        guard case .posted = mesh.post("x", key: "k", at: 0) else {
            Issue.record("a key outlived its message")
            return
        }
    }

    @Test func `is no second copy where only a state is told that stands behind it`() throws {
        var mesh = TestMesh(1)
        let stamp = try Self.newStamp(of: "x", in: &mesh)
        let sequence = stamp.id.sequence
        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)

        try peer.send(
            [HandmadePeer.snapshot(at: sequence)],
            of: "alpha",
            from: sequence + 1,
            asAnswer: true,
            to: &mesh.nodes[0],
            at: mesh.now
        )
        #expect(!mesh.nodes[0].isHeldElsewhere(stamp.id))

        try peer.announce(sequence, of: "alpha", to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].isHeldElsewhere(stamp.id))
    }

    @Test func `is no second copy where only the gap is held that it left`() {
        var settings = GossipSettings()
        settings.retention.messages = 1
        var mesh = TestMesh(2, settings: settings)
        let first = mesh.post("a", key: "1", at: 0).stamp.id
        let second = mesh.post("b", key: "2", at: 0).stamp.id
        mesh.nodes[0].enforceRetention(at: mesh.now)

        mesh.connect(0, 1)
        mesh.settle()

        #expect(mesh.log(of: 1) == "b")
        #expect(mesh.nodes[0].isHeldElsewhere(second))
        #expect(!mesh.nodes[0].isHeldElsewhere(first))
    }
}
