import Bytes
import Gossip
import Testing

/// How a reader's steps ended.
enum LastStep: Equatable {
    case frames
    case lost(UInt64)
    case wait
    case live
    case overtaken

    init(_ step: ReadingStep, at place: AudiencePlace) {
        switch step {
        case .frames: self = .frames
        case .lost(let count, _): self = .lost(count)
        case .wait: self = .wait
        case .live(let permit):
            #expect(place.admits(permit))
            self = .live
        case .overtaken: self = .overtaken
        }
    }
}

@Suite("Coming back with a position", .computing) struct ReplayTests {
    /// What a reader gets from a node until it must wait or is live, or has so many steps behind it; and what it got last.
    ///
    /// Without a place, the live clients have got everything.
    static func read(
        _ reading: inout Reading,
        at node: Int,
        in mesh: inout TestMesh,
        upTo place: AudiencePlace? = nil,
        steps: Int = .max,
        limit: Int = GossipNode.replayBytes
    ) -> (text: String, last: LastStep) {
        var text = ""
        var left = steps
        while true {
            left -= 1
            let place = place ?? mesh.nodes[node].place(atEndOf: mesh.rooms[node])
            let step = mesh.nodes[node].advance(&reading, in: mesh.rooms[node], upTo: place, limit: limit)
            guard case .frames(let range) = step else { return (text, LastStep(step, at: place)) }
            mesh.nodes[node].channels[mesh.rooms[node]]?.frames.withBytes(from: range.lowerBound, to: range.upperBound)
            {
                for index in $0.indices { text.unicodeScalars.append(Unicode.Scalar($0[index])) }
            }
            if left == 0 { return (text, .frames) }
        }
    }

    @Test func `brings nothing of the runs between two that the position names, however many`() {
        var mesh = TestMesh(2)
        var ids: [MessageID] = []
        for run in 0..<14 {
            mesh.now.monotonic += 5_000_000_000
            mesh.now.wall += 5_000_000
            mesh.restart(0, epoch: UInt64(mesh.now.wall / 1000))
            mesh.connect(0, 1)
            mesh.settle()
            ids.append(mesh.post("\(run % 10)", at: 0).id)
            mesh.settle()
        }
        var position = Position()
        for id in [ids[0], ids[13]] { position.advance(to: id) }
        var (reading, lost) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        #expect(mesh.log(of: 1) == "01234567890123")
        #expect(Self.read(&reading, at: 1, in: &mesh).text == "")
        #expect(lost == 0)
    }

    @Test func `gives everything that was not seen, on a node that heard it in another order`() {
        var mesh = TestMesh(2)
        let a1 = mesh.post("a", at: 0)
        mesh.post("b", at: 0)
        let c1 = mesh.post("c", at: 1)
        mesh.post("d", at: 1)
        mesh.connect(0, 1)
        mesh.settle()
        var position = Position()
        position.advance(to: c1.id)
        position.advance(to: a1.id)

        for node in 0..<2 {
            var (replay, lost) = mesh.nodes[node].replay(after: position, in: mesh.rooms[node])
            let (text, last) = Self.read(&replay, at: node, in: &mesh)
            #expect(Set(text) == ["b", "d"] && text.count == 2)
            #expect(last == .live)
            #expect(lost == 0)
        }
    }

    @Test func `gives nothing twice on a node that is behind the one that the client came from`() {
        var mesh = TestMesh(2)
        let seen = mesh.post("a", at: 0)
        mesh.post("x", at: 1)
        var position = Position()
        position.advance(to: seen.id)
        var (replay, _) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        let first = Self.read(&replay, at: 1, in: &mesh)
        #expect(first.text == "x")
        #expect(first.last == .wait)

        mesh.connect(0, 1)
        mesh.settle()
        mesh.post("b", at: 0)
        mesh.settle()
        let second = Self.read(&replay, at: 1, in: &mesh)
        #expect(second.text == "b")
        #expect(second.last == .live)
    }

    @Test func `gives what the node posts to who came with more of its run than it ever gave`() throws {
        var mesh = TestMesh(1)
        let seen = mesh.post("a", at: 0).id
        let position = try #require(Position("\(seen.node)@\(seen.epoch)/\(seen.sequence + 99)"))
        #expect(mesh.nodes[0].awaitedEntry(of: position) == nil)
        var (replay, lost) = mesh.nodes[0].replay(after: position, in: mesh.rooms[0])
        #expect(Self.read(&replay, at: 0, in: &mesh) == ("", .live))
        #expect(lost == 0)
        #expect(mesh.nodes[0].shortened(position, in: mesh.rooms[0]).entries == [seen])

        (replay, _) = mesh.nodes[0].replay(after: position, in: mesh.rooms[0])
        mesh.post("b", at: 0)
        #expect(Self.read(&replay, at: 0, in: &mesh) == ("b", .live))
    }

    @Test func `gives the newest messages in the order of time, then what came since`() {
        var mesh = TestMesh(2)
        mesh.post("1", at: 0)
        mesh.post("2", at: 1)
        mesh.post("3", at: 0)
        mesh.post("4", at: 1)
        mesh.connect(0, 1)
        mesh.settle()
        var (replay, position) = mesh.nodes[0].replay(history: 3, in: mesh.rooms[0])
        mesh.post("5", at: 0)

        let (text, last) = Self.read(&replay, at: 0, in: &mesh)
        #expect(text == "2345")
        #expect(last == .live)

        var (again, lost) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        #expect(Set(Self.read(&again, at: 1, in: &mesh).text) == ["2", "3", "4"])
        #expect(lost == 0)
    }

    @Test func `covers with a node's own position all that the node has`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        for _ in 0..<5 { mesh.post("x", at: 1) }
        mesh.settle()
        let position = mesh.nodes[0].position(in: mesh.rooms[0])
        var (replay, _) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        mesh.post("y", at: 1)
        #expect(Self.read(&replay, at: 1, in: &mesh).text == "y")
    }

    @Test func `counts what is no longer held`() {
        var settings = GossipSettings()
        settings.retention.messages = 10
        var mesh = TestMesh(1, settings: settings)
        let first = mesh.post("x", at: 0)
        for _ in 0..<30 { mesh.post("x", at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        var position = Position()
        position.advance(to: first.id)

        var (replay, lost) = mesh.nodes[0].replay(after: position, in: mesh.rooms[0])
        #expect(Self.read(&replay, at: 0, in: &mesh).text.count == 10)
        #expect(lost == 20)
    }

    @Test func `counts what is no longer held apart from what other channels have lost`() {
        var settings = GossipSettings()
        settings.retention.messages = 1
        var mesh = TestMesh(2, settings: settings)
        let relay = mesh.nodes[0].openChannel(.relay, named: [])
        let bytes = Array("r".utf8)
        for _ in 0..<5 { _ = mesh.nodes[0].post(in: relay, at: mesh.now) { _ in bytes } }
        var position = Position()
        position.advance(to: mesh.post("1", at: 0).id)
        for text in ["2", "3", "4"] { mesh.post(text, at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        mesh.connect(0, 1)
        mesh.settle()

        for node in 0..<2 {
            #expect(mesh.nodes[node].replay(after: position, in: mesh.rooms[node]).lost == 2)
        }
    }

    @Test func `counts what a run had that began and ended meanwhile, and none that was over before`() {
        var settings = GossipSettings()
        settings.retention.messages = 3
        var mesh = TestMesh(2, settings: settings)
        /// A run of the other node: two messages, which then make room for others.
        func run(epoch: UInt64) {
            mesh.restart(0, epoch: epoch)
            mesh.connect(0, 1)
            mesh.settle()
            for _ in 0..<2 { mesh.post("x", at: 0) }
            mesh.settle()
            for _ in 0..<3 { mesh.post("y", at: 1) }
            mesh.nodes[1].enforceRetention(at: mesh.now)
        }
        run(epoch: 1_700_000_000_100)
        mesh.restart(0, epoch: 1_700_000_000_200)
        mesh.connect(0, 1)
        mesh.settle()
        let position = mesh.nodes[1].position(in: mesh.rooms[1])
        // The new run has said nothing yet, and so not how far the one before it was seen.
        let runs: [UInt64] = [1_700_000_000_000, 1_700_000_000_100, 1_700_000_000_200]
        #expect(position.entries.map(\.epoch).sorted() == runs)

        run(epoch: 1_700_000_000_300)
        mesh.restart(0, epoch: 1_700_000_000_400)
        mesh.connect(0, 1)
        mesh.settle()
        var (replay, lost) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        #expect(lost == 2)
        #expect(Self.read(&replay, at: 1, in: &mesh).text == "yyy")
    }

    @Test func `gives what retention let go after the reader came, or says that it is overtaken`() {
        var settings = GossipSettings()
        settings.retention.messages = 3
        var mesh = TestMesh(2, settings: settings)
        for text in ["1", "2", "3"] { mesh.post(text, at: 0) }
        for text in ["4", "5"] { mesh.post(text, at: 1) }
        mesh.nodes[1].enforceRetention(at: mesh.now)
        var (slow, lost) = mesh.nodes[1].replay(after: Position(), in: mesh.rooms[1])
        #expect(lost == 0)

        // The older ones come later, and are the first to go.
        mesh.connect(0, 1)
        mesh.settle()
        var (quick, _) = mesh.nodes[1].replay(after: Position(), in: mesh.rooms[1])
        mesh.nodes[1].enforceRetention(at: mesh.now)
        #expect(Self.read(&slow, at: 1, in: &mesh).text == "45123")
        #expect(Self.read(&quick, at: 1, in: &mesh).text == "45123")
        var (late, gone) = mesh.nodes[1].replay(after: Position(), in: mesh.rooms[1])
        #expect(Self.read(&late, at: 1, in: &mesh).text == "453")
        #expect(gone == 2)
    }

    @Test func `says so when retention lets go of history that is being read`() {
        var settings = GossipSettings()
        settings.retention.messages = 4
        var mesh = TestMesh(1, settings: settings)
        for text in ["1", "2", "3", "4"] { mesh.post(text, at: 0) }
        var (quick, _) = mesh.nodes[0].replay(history: 3, in: mesh.rooms[0])
        var (slow, _) = mesh.nodes[0].replay(history: 3, in: mesh.rooms[0])
        #expect(Self.read(&quick, at: 0, in: &mesh, steps: 2, limit: 1).text == "23")

        for text in ["5", "6", "7"] { mesh.post(text, at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        #expect(Self.read(&quick, at: 0, in: &mesh).text == "4567")
        #expect(Self.read(&slow, at: 0, in: &mesh).last == .overtaken)
    }

    @Test func `is worth waiting for as long as what was seen is on its way`() {
        var mesh = TestMesh(3)
        let wires = [mesh.connect(0, 1), mesh.connect(1, 2)]
        mesh.settle()
        let stamp = mesh.post("a", at: 0)
        var position = Position()
        position.advance(to: stamp.id)
        #expect(mesh.nodes[2].awaitedEntry(of: position) == 0)

        mesh.settle()
        #expect(mesh.nodes[2].awaitedEntry(of: position) == nil)

        // What only a node has that cannot be reached will not come.
        mesh.cut(wires[0])
        mesh.settle()
        position.advance(to: mesh.post("b", at: 0).id)
        #expect(mesh.nodes[2].awaitedEntry(of: position) == nil)
        let unknown = Position("nobody@1700000000000/1,bravo@1700000000001/1") ?? Position()
        #expect(mesh.nodes[2].awaitedEntry(of: unknown) == 1)
        #expect(mesh.nodes[2].awaitedEntry(of: unknown, from: 2) == nil)
    }

    @Test func `harms nobody else with a position that is made up`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.post("a", at: 0)
        mesh.settle()
        let forged = Position("alpha@1700000000000/999999,alpha@1800000000000/7,nobody@1/1")
        var (liar, _) = mesh.nodes[1].replay(after: forged ?? Position(), in: mesh.rooms[1])
        #expect(Self.read(&liar, at: 1, in: &mesh) == ("", .wait))

        // Its own messages come through, and the run that it invented hides none.
        mesh.post("b", at: 0)
        mesh.settle()
        mesh.post("c", at: 1)
        #expect(Self.read(&liar, at: 1, in: &mesh) == ("c", .wait))
        var (honest, _) = mesh.nodes[1].replay(after: Position(), in: mesh.rooms[1])
        #expect(Self.read(&honest, at: 1, in: &mesh) == ("abc", .live))
        #expect(mesh.nodes[1].position(in: mesh.rooms[1]).entries.allSatisfy { $0.epoch == 1_700_000_000_000 })
        #expect(mesh.nodes[0].epoch == 1_700_000_000_000)
    }

    @Test(arguments: [
        "alpha", "alpha@1", "alpha@1/", "alpha@1/x", "@1/1", "alpha@-1/1", "alpha@1/+1", "a@1/1,a@1/2", "a@1@2/3",
        "a@1/99999999999999999999", "a@1/2/3",
    ])
    func `refuses what is no position`(text: String) {
        #expect(Position(text) == nil)
    }

    @Test func `is as long as a request line can be`() {
        let text = (1...2000).map { "a@\($0)/1" }.joined(separator: ",")
        #expect(Position(text)?.description == text)
        #expect(Position(text + ",a@1000/2") == nil)
    }

    @Test func `begins with the first message that was not seen, of whichever origin and channel`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        let other = mesh.nodes[0].openChannel(.chat, named: Array("tea".utf8))
        let seen = mesh.post("a", at: 0)
        mesh.settle()
        let far = mesh.post("b", at: 1)
        mesh.settle()
        for _ in 0..<3 { _ = mesh.nodes[0].post(in: other, at: mesh.now) { _ in Array("t".utf8) } }
        mesh.post("c", at: 0)
        mesh.settle()
        mesh.post("d", at: 1)
        mesh.settle()
        var position = Position()
        position.advance(to: seen.id)
        position.advance(to: far.id)

        for node in 0...1 {
            var (replay, _) = mesh.nodes[node].replay(after: position, in: mesh.rooms[node])
            #expect(Self.read(&replay, at: node, in: &mesh) == ("cd", .live))
        }
    }

    @Test(arguments: ["", "alpha@1/2", "alpha@1/2,bravo@3/4", "a-b.c_d@1763700000123/42"])
    func `is written as it was read`(text: String) {
        #expect(Position(text)?.description == text)
    }
}
