import Bytes
import Gossip
import Testing

/// A channel of one node of a mesh, as its shell serves it: some clients are live, others read by themselves.
struct ServedRoom {
    let node: Int
    var place: AudiencePlace

    /// The text that a client got that is live from the start.
    var live = ""

    init(at node: Int, in mesh: inout TestMesh) {
        self.node = node
        place = mesh.nodes[node].place(atEndOf: mesh.rooms[node])
    }

    /// What a turn ends with: the live clients get everything.
    mutating func fanOut(in mesh: inout TestMesh) {
        let room = mesh.rooms[node]
        if mesh.nodes[node].hasUntoldLosses(in: room, for: place) { mesh.nodes[node].passLosses(of: room, for: &place) }
        while let range = mesh.nodes[node].nextFrames(of: room, for: &place) {
            live += mesh.text(range, at: node)
            place.advance(to: range.upperBound)
        }
    }

    /// What a reader gets until it is live or must wait.
    func read(_ reading: inout Reading, in mesh: inout TestMesh) -> (text: String, last: LastStep) {
        var text = ""
        while true {
            let step = mesh.nodes[node].advance(&reading, in: mesh.rooms[node], upTo: place)
            switch step {
            case .frames(let range): text += mesh.text(range, at: node)
            case .lost(let count, _): text += "-\(count)-"
            case .wait, .live, .overtaken: return (text, LastStep(step, at: place))
            }
        }
    }
}

extension TestMesh {
    /// Some frames of a room.
    func text(_ range: Range<Int>, at node: Int) -> String {
        let frames = nodes[node].channels[rooms[node]]?.frames
        return frames?.withBytes(from: range.lowerBound, to: range.upperBound) { bytes in
            var text = ""
            for index in bytes.indices { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
            return text
        } ?? ""
    }
}

@Suite("A reader that meets the live clients", .computing) struct ReadingTests {
    @Test func `does not stand with them before they have what it read of history in the same turn`() {
        var mesh = TestMesh(1)
        mesh.post("a", at: 0)
        var room = ServedRoom(at: 0, in: &mesh)
        for text in ["b", "c", "d"] { mesh.post(text, at: 0) }
        var (reading, _) = mesh.nodes[0].replay(history: 3, in: mesh.rooms[0])
        #expect(room.read(&reading, in: &mesh) == ("bcd", .wait))

        mesh.post("e", at: 0)
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("e", .live))
    }

    @Test func `does not stand with them before they have what it saw elsewhere and what came in the same turn`() {
        var mesh = TestMesh(2)
        let wire = mesh.connect(0, 1)
        mesh.settle()
        mesh.cut(wire)
        var position = Position()
        for text in ["a", "b", "c"] { position.advance(to: mesh.post(text, at: 0).id) }
        mesh.post("d", at: 0)
        var room = ServedRoom(at: 1, in: &mesh)
        var (reading, lost) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        #expect(room.read(&reading, in: &mesh) == ("", .wait))

        mesh.connect(0, 1)
        mesh.settle()
        #expect(room.read(&reading, in: &mesh) == ("", .wait))
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("d", .live))
        #expect(room.live == "abcd" && lost == 0)
    }

    @Test func `gets what is live although its position names what nobody has, and not what it names`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.settle()
        var position = Position()
        position.advance(to: mesh.post("x", at: 2).id)
        mesh.post("y", at: 2)
        var room = ServedRoom(at: 1, in: &mesh)
        var (reading, _) = mesh.nodes[1].replay(after: position, in: mesh.rooms[1])
        for text in ["a", "b"] {
            mesh.post(text, at: 0)
            mesh.settle()
            room.fanOut(in: &mesh)
            #expect(room.read(&reading, in: &mesh) == (text, .wait))
        }

        mesh.connect(1, 2)
        mesh.settle()
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("y", .live))
        #expect(room.live == "abxy")
    }

    @Test func `reads on from where it fell behind`() {
        var mesh = TestMesh(1)
        var room = ServedRoom(at: 0, in: &mesh)
        mesh.post("a", at: 0)
        var reading = Reading(from: room.place, hearsOfLosses: false)
        room.fanOut(in: &mesh)
        mesh.post("b", at: 0)
        #expect(room.read(&reading, in: &mesh) == ("a", .live))
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("b", .live))
        let isRewound = reading.rewind(to: 1)
        #expect(isRewound)
        #expect(room.read(&reading, in: &mesh) == ("b", .live))
    }

    @Test(arguments: [false, true]) func `is not given what its client posted itself`(readsHistory: Bool) {
        var mesh = TestMesh(1)
        mesh.post("a", at: 0)
        var room = ServedRoom(at: 0, in: &mesh)
        var reading = Reading(from: room.place, hearsOfLosses: false)
        if readsHistory { reading = mesh.nodes[0].replay(history: 1, in: mesh.rooms[0]).reading }
        for text in ["[1]", "b", "[2]"] {
            let start = mesh.nodes[0].channels[mesh.rooms[0]]?.frames.end ?? 0
            mesh.post(text, at: 0)
            if text != "b" { reading.skip(start..<(start + 3)) }
        }
        // Not before the others have it can it stand with them: they would be sent it together.
        #expect(room.read(&reading, in: &mesh) == (readsHistory ? "a" : "", .wait))
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("b", .live))
    }

    @Test func `can post as long as there is room for what it skips`() {
        var mesh = TestMesh(1)
        let room = ServedRoom(at: 0, in: &mesh)
        var reading = Reading(from: room.place, hearsOfLosses: false)
        for number in 0..<100 { reading.skip(number..<(number + 1)) }
        #expect(reading.hasRoomForOwnFrames)
        for number in 100..<164 { reading.skip((2 * number)..<(2 * number + 1)) }
        #expect(!reading.hasRoomForOwnFrames)
    }

    @Test func `can post any number of messages while its position names what is not here`() {
        var mesh = TestMesh(2)
        var position = Position()
        position.advance(to: mesh.post("x", at: 1).id)
        var room = ServedRoom(at: 0, in: &mesh)
        var (reading, _) = mesh.nodes[0].replay(after: position, in: mesh.rooms[0])
        let count = 2 * Reading.mostOwnRanges

        var text = ""
        for _ in 0..<count {
            post("o", in: &mesh, by: &reading)
            mesh.post("a", at: 0)
            room.fanOut(in: &mesh)
            let got = room.read(&reading, in: &mesh)
            text += got.text
            #expect(got.last == .wait && reading.hasRoomForOwnFrames)
        }
        #expect(text == String(repeating: "a", count: count))

        mesh.connect(0, 1)
        mesh.settle()
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("", .live))
    }

    @Test func `is not given what its client posted when it goes back for what was hidden from it`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        func say(_ item: [UInt8], inRun run: UInt64) throws {
            let epoch = HandmadePeer.epoch + run
            try bravo.send([item], of: "zulu", epoch: epoch, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        try say(HandmadePeer.post(Array("z".utf8)), inRun: 0)
        let named = (1...4).map { MessageID(node: "zulu", epoch: HandmadePeer.epoch + $0, sequence: 1) }
        var (reading, _) = mesh.nodes[0].replay(after: Position(named), in: mesh.rooms[0])
        var room = ServedRoom(at: 0, in: &mesh)
        post("o", in: &mesh, by: &reading)
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("", .wait))

        // None of them tells of the first.
        for run in 1...4 as ClosedRange<UInt64> { try say(HandmadePeer.links(to: []), inRun: run) }
        #expect(room.read(&reading, in: &mesh) == ("z", .live))
    }

    @Test func `is not given what its client posted in a hidden run, and right behind that in the next one`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let epoch = mesh.nodes[0].epoch
        func tell(ofRun run: UInt64) throws {
            let item = HandmadePeer.links(to: [])
            try bravo.send([item], of: "alpha", epoch: epoch + run, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        // All later than the one that runs: it is not known whether they tell of it.
        let named = (1...4).map { MessageID(node: "alpha", epoch: epoch + $0, sequence: 1) }
        var (reading, _) = mesh.nodes[0].replay(after: Position(named), in: mesh.rooms[0])
        var room = ServedRoom(at: 0, in: &mesh)
        post("o", in: &mesh, by: &reading)
        try tell(ofRun: 9)
        #expect(mesh.nodes[0].epoch > epoch + 9)
        post("p", in: &mesh, by: &reading)
        room.fanOut(in: &mesh)
        #expect(room.read(&reading, in: &mesh) == ("", .wait))

        for run in 1...4 as ClosedRange<UInt64> { try tell(ofRun: run) }
        #expect(room.read(&reading, in: &mesh) == ("", .live))
    }

    /// Posts at the first node as the client of a reader.
    private func post(_ text: String, in mesh: inout TestMesh, by reading: inout Reading) {
        let start = mesh.nodes[0].channels[mesh.rooms[0]]?.frames.end ?? 0
        mesh.post(text, at: 0)
        reading.skip(start..<(start + text.utf8.count))
    }
}

@Suite("A loss that becomes known", .computing) struct LossTests {
    /// Two nodes of which the first lets go of "b" and "c" while it is alone, of a room and a relay that the second
    /// uses.
    private static func healed(_ readers: (inout TestMesh) -> [Reading]) -> (mesh: TestMesh, readers: [Reading]) {
        var settings = GossipSettings()
        settings.retention.messages = 2
        var mesh = TestMesh(2, settings: settings)
        let wire = mesh.connect(0, 1)
        mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(wire)
        let before = readers(&mesh)
        for text in ["b", "c", "d", "e"] { mesh.post(text, at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        mesh.post("x", at: 1)
        mesh.connect(0, 1)
        mesh.settle()
        return (mesh, before)
    }

    @Test func `is told in its place to those who want to hear of it, once`() throws {
        var made: ServedRoom?
        var (mesh, readers) = Self.healed { mesh in
            let served = ServedRoom(at: 1, in: &mesh)
            made = served
            return [true, false].map { Reading(from: served.place, hearsOfLosses: $0) }
                + [mesh.nodes[1].replay(history: 1, in: mesh.rooms[1]).reading]
        }
        var room = try #require(made)
        room.fanOut(in: &mesh)
        #expect(room.read(&readers[0], in: &mesh) == ("x-2-de", .live))
        #expect(room.read(&readers[1], in: &mesh) == ("xde", .live))
        #expect(room.read(&readers[2], in: &mesh) == ("ax-2-de", .live))
        #expect(room.live == "xde")
        #expect(room.read(&readers[0], in: &mesh) == ("", .live))
    }

    @Test func `is not told to who has seen what others lost, nor to who comes later`() throws {
        var made: ServedRoom?
        var (mesh, readers) = Self.healed { mesh in
            made = ServedRoom(at: 1, in: &mesh)
            let head = mesh.nodes[0].position(in: mesh.rooms[0]).entries[0]
            return ([0, 1, 4] as [UInt64]).map { count in
                var position = Position()
                position.advance(to: MessageID(node: head.node, epoch: head.epoch, sequence: head.sequence + count))
                return mesh.nodes[1].replay(after: position, in: mesh.rooms[1]).reading
            }
        }
        var room = try #require(made)
        var (late, lost) = mesh.nodes[1].replay(after: Position(), in: mesh.rooms[1])
        room.fanOut(in: &mesh)
        let texts = readers.indices.map { room.read(&readers[$0], in: &mesh).text }
        #expect(texts == ["x-2-de", "x-1-de", "x"])
        #expect(lost == 2)
        #expect(room.read(&late, in: &mesh).text.contains("-") == false)
    }

    @Test func `keeps a reader from standing with those who were not told yet`() throws {
        var made: ServedRoom?
        var (mesh, _) = Self.healed { mesh in
            made = ServedRoom(at: 1, in: &mesh)
            return []
        }
        var room = try #require(made)
        var (late, _) = mesh.nodes[1].replay(after: mesh.nodes[1].position(in: mesh.rooms[1]), in: mesh.rooms[1])
        #expect(room.read(&late, in: &mesh) == ("", .wait))
        room.fanOut(in: &mesh)
        #expect(room.read(&late, in: &mesh) == ("", .live))
    }
}
