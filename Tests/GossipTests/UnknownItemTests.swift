import Bytes
import Testing

@testable import Gossip

@Suite("What a later version says", .computing) struct UnknownItemTests {
    private static let time: UInt64 = 1_700_000_000_000_000

    /// An entry of which this version does not know what it says.
    private static func entry(_ tag: UInt8 = 77, _ rest: [UInt8] = [1, 2, 3]) -> [UInt8] {
        var body: [UInt8] = []
        body.append(bigEndian: time)
        return HandmadePeer.item(tag, body + rest)
    }

    private static let items = [
        HandmadePeer.post([0x61]), entry(), HandmadePeer.item(200, [9, 9]), entry(127, []), HandmadePeer.post([0x62]),
    ]

    @Test func `as an entry is held, counted and handed on byte by byte, and nobody is shown it`() throws {
        var mesh = TestMesh(2)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let delta = try HandmadePeer("delta", of: &mesh.nodes[0], at: mesh.now)
        mesh.connect(0, 1)
        mesh.settle()
        _ = try delta.heard(from: &mesh.nodes[0], at: mesh.now)

        try charlie.send(Self.items, of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now)
        let frames = try delta.frames(from: &mesh.nodes[0], at: mesh.now).filter { $0.type == .entries }
        mesh.run(milliseconds: 500)

        // What stands for no entry is passed over, and all else is as it came.
        let entries = [Self.items[0], Self.items[1], Self.items[3], Self.items[4]]
        #expect(frames.map(\.body) == [HandmadePeer.origin("charlie") + [1, 1] + entries.flatMap { $0 }])
        #expect(mesh.log(of: 0) == "ab" && mesh.log(of: 1) == "ab")
        let end = MessageID(node: "charlie", epoch: HandmadePeer.epoch, sequence: 4)
        for node in 0...1 { #expect(mesh.nodes[node].position(in: mesh.rooms[node]).entries.contains(end)) }
    }

    @Test func `is brought to who comes later, and is still there when the node was started again`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        try charlie.send(Self.items, of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        try mesh.restart(0, from: disk)
        mesh.connect(0, 1)
        mesh.run(milliseconds: 500)

        #expect(mesh.log(of: 1) == "ab")
        #expect(mesh.nodes[1].counters.lost == 0)
        let delta = try HandmadePeer("delta", of: &mesh.nodes[1], at: mesh.now)
        _ = try delta.heard(from: &mesh.nodes[1], at: mesh.now)
        try delta.say(5, HandmadePeer.origin("charlie") + [2, 2, 9], to: &mesh.nodes[1], at: mesh.now)
        let answer = try delta.frames(from: &mesh.nodes[1], at: mesh.now).filter { $0.type == .entries }
        #expect(answer.map(\.body) == [HandmadePeer.origin("charlie") + [6, 2] + Self.items[1]])
    }

    @Test(arguments: [
        entry(0), HandmadePeer.item(77, [1, 2, 3]), [77, 200, 1], entry(77, [UInt8](repeating: 0, count: 65_536)),
        HandmadePeer.item(3, [0, 0, 0, 0, 0, 0, 0, 1, 1, 99]),
    ])
    func `is refused where it has no time, does not end, is very long, or an item has something behind its end`(
        item: [UInt8]
    ) throws {
        var mesh = TestMesh(1)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        #expect(throws: LinkError.malformedFrame(.entries)) {
            try charlie.send([item], of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
    }

    @Test func `does not grow without bound`() throws {
        var settings = GossipSettings()
        settings.limits.stateEntries = 4
        var mesh = TestMesh(1, settings: settings)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let entries = (0..<100).map { _ in Self.entry() }
        try charlie.send(entries, of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now)
        _ = try charlie.heard(from: &mesh.nodes[0], at: mesh.now)
        try charlie.say(5, HandmadePeer.origin("charlie") + [1, 100, 100], to: &mesh.nodes[0], at: mesh.now)
        let answers = try charlie.frames(from: &mesh.nodes[0], at: mesh.now).filter { $0.type == .entries }
        let answer = try #require(answers.last)
        // A gap for those that were folded away, and four entries.
        #expect(answer.body.count < 40 + 4 * entries[0].count)
    }
}
