import Bytes
import Testing

@testable import Gossip

@Suite("What belongs to a message beside its frame", .computing) struct NotesTests {
    private static let frame: [UInt8] = [0x81, 1, 0x61]
    private static let notes: [UInt8] = [1, 0]

    private static func post(
        _ notes: [UInt8] = notes,
        key: String? = nil,
        at node: Int,
        of mesh: inout TestMesh
    ) -> PostResult {
        let key = key.map { MessageKey($0, by: "") }
        mesh.now.wall += 1
        return mesh.nodes[node].post(
            frame.span,
            [UInt8]().span,
            notes: notes.span,
            in: mesh.rooms[node],
            key: key,
            at: mesh.now
        )
    }

    /// The notes of the messages of a node's chat channel, in the order of arrival.
    private static func notes(of node: Int, in mesh: TestMesh) -> [[UInt8]] {
        let room = mesh.rooms[node]
        let end = mesh.nodes[node].channels.givenCount(of: room)
        return (0..<end).compactMap { mesh.nodes[node].message($0, of: room)?.notes }
    }

    @Test func `reaches every node, and is no part of the transcript`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()
        let first = Self.post(at: 0, of: &mesh)
        mesh.settle()
        mesh.post("b", at: 1)
        mesh.settle()
        _ = Self.post([9, 9, 9], key: "k", at: 2, of: &mesh)
        mesh.settle()

        for node in 0..<3 { #expect(Self.notes(of: node, in: mesh) == [Self.notes, [], [9, 9, 9]]) }
        #expect(Set(mesh.transcripts).count == 1)
        #expect(mesh.nodes[2].message(0, of: mesh.rooms[2])?.id == first.stamp.id)
        #expect(mesh.nodes[2].message(3, of: mesh.rooms[2]) == nil)
        #expect(mesh.nodes[2].messageNumber(at: 3, of: mesh.rooms[2]) == 1)
    }

    @Test func `reaches a node that comes later, and one that reads its own journal`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        _ = Self.post(at: 0, of: &mesh)
        _ = Self.post([7], key: "k", at: 0, of: &mesh)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        try mesh.restart(0, from: disk)
        #expect(Self.notes(of: 0, in: mesh) == [Self.notes, [7]])

        mesh.connect(0, 1)
        mesh.settle()
        #expect(Self.notes(of: 1, in: mesh) == [Self.notes, [7]])
        #expect(Self.post([8], key: "k", at: 1, of: &mesh).stamp.id.sequence == 2)
    }

    @Test(arguments: [false, true])
    func `comes back from those who have it, where a power failure took a part of the journal`(isFolded: Bool) throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        mesh.connect(0, 1)
        var disk = TestDisk()
        _ = Self.post(at: 0, of: &mesh)
        mesh.settle()
        disk.write(from: &mesh.nodes[0])
        if isFolded {
            disk.beginStretch(with: mesh.nodes[0])
            try disk.fold(disk.stretches.count - 1, with: mesh.nodes[0])
        }
        let written = disk
        let repeated = Self.post([7], key: "k", at: 0, of: &mesh).stamp.id
        _ = Self.post([8], at: 1, of: &mesh)
        mesh.settle()
        disk.write(from: &mesh.nodes[0])
        try mesh.restart(0, from: written)
        #expect(Self.notes(of: 0, in: mesh) == [Self.notes])

        mesh.connect(0, 1)
        mesh.settle()
        #expect(Set(Self.notes(of: 0, in: mesh)) == [Self.notes, [7], [8]])
        // What came back is written like everything else.
        var again = written
        again.write(from: &mesh.nodes[0])
        try mesh.restart(0, from: again)
        #expect(Set(Self.notes(of: 0, in: mesh)) == [Self.notes, [7], [8]])
        #expect(Self.post([9], key: "k", at: 0, of: &mesh).stamp.id == repeated)
    }

    @Test(arguments: [0, 256]) func `breaks a link when it is none`(length: Int) throws {
        var mesh = TestMesh(1)
        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        var item: [UInt8] = []
        let start = item.beginItem(.notedPost)
        item.append(bigEndian: UInt64(1_700_000_000_000_000))
        item.append(varint: 0)
        item.append(ChannelKey(kind: .chat, name: Array("chat".utf8)))
        item.append(counted: [UInt8](repeating: 1, count: length))
        item += Self.frame
        item.endItem(start)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            try peer.send([item], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
    }

    @Test func `stays as long as the frame can be read`() {
        var settings = GossipSettings()
        settings.retention.messages = 2
        var mesh = TestMesh(2, settings: settings)
        let early = Self.post(at: 1, of: &mesh)
        mesh.post("abc", at: 0)
        mesh.post("def", at: 0)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.nodes[0].enforceRetention(at: mesh.now)

        let node = mesh.nodes[0]
        #expect(node.channels[mesh.rooms[0]]?.heldCount == 2)
        #expect(node.message(2, of: mesh.rooms[0])?.id == early.stamp.id)
        #expect(node.message(2, of: mesh.rooms[0])?.notes == Self.notes)

        mesh.post("ghi", at: 0)
        mesh.post("jkl", at: 0)
        mesh.nodes[0].enforceRetention(at: mesh.now)
        #expect(
            mesh.nodes[0].message(2, of: mesh.rooms[0]) == nil,
            "of what is before all that is held nothing is known"
        )
    }

    @Test func `is given back when there is too much of it, and nobody is told of a message without`() throws {
        let notes = [UInt8](repeating: 7, count: 100)
        let count = 2 * NoteTable.spareLimit / (NoteTable.cost + notes.count)
        var frames = ByteLog()
        var table = NoteTable()
        for number in 0..<count {
            frames.append(Self.frame.span)
            table.append(notes.span, to: number)
        }
        frames.append(Self.frame.span)
        for number in 1..<count {
            table.letGo(number, notes.count, describing: number * Self.frame.count)
            table.forget(unreadableIn: frames, before: 0)
            #expect(table.spareBytes <= NoteTable.spareLimit)
        }

        #expect(table.notes(of: 0, notes.count) == notes)
        #expect(table.notes(of: 1, notes.count) == nil)
        #expect(table.notes(of: count - 1, notes.count) == notes)
        #expect(table.chargedBytes == NoteTable.cost + notes.count)

        for number in 0...count { frames.letGo(Self.frame.count, at: number * Self.frame.count) }
        table.forget(unreadableIn: frames, before: 0)
        #expect(table.spareBytes == 0)
        #expect(table.notes(of: count - 1, notes.count) == nil)
    }

    @Test func `is paid for, and let go with its message`() {
        var settings = GossipSettings()
        settings.retention.messages = 10
        func memory(with notes: [UInt8]) -> (first: Int, later: Int) {
            var mesh = TestMesh(1, settings: settings)
            _ = Self.post(notes, at: 0, of: &mesh)
            let first = mesh.nodes[0].messageMemory
            for _ in 0..<10 { mesh.post("abc", at: 0) }
            mesh.nodes[0].enforceRetention(at: mesh.now)
            return (first, mesh.nodes[0].messageMemory)
        }

        let (plain, noted) = (memory(with: []), memory(with: [UInt8](repeating: 5, count: 200)))
        #expect(noted.first == plain.first + 200 + NoteTable.cost)
        #expect(noted.later == plain.later)
    }
}
