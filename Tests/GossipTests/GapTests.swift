import Bytes
import Testing

@testable import Gossip

@Suite("A gap that is taken in parts", .computing) struct GapTests {
    /// What bravo holds of its run: the fifth entry alone.
    private static func bravo(_ mesh: inout TestMesh) throws -> HandmadePeer {
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.post([0x78])], of: "bravo", from: 5, to: &mesh.nodes[0], at: mesh.now)
        return bravo
    }

    @Test func `is not taken for messages where a part may have changed the state`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        let gap = HandmadePeer.gap(10, messages: 5)
        try bravo.send([gap], of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.log(of: 0) == "")

        let snapshot = HandmadePeer.snapshot(at: 10, user: "ana")
        try bravo.send([snapshot, gap], of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.log(of: 0) == "x")
        #expect(mesh.nodes[0].counters.lost == 4)
    }

    @Test func `loses no message that is here`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        try bravo.send(
            [HandmadePeer.post([0x61]), HandmadePeer.post([0x62])],
            of: "bravo",
            from: 1,
            to: &mesh.nodes[0],
            at: mesh.now
        )
        let items = [HandmadePeer.snapshot(at: 10), HandmadePeer.gap(10, messages: 6)]
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)

        #expect(mesh.log(of: 0) == "abx")
        #expect(mesh.nodes[0].counters.lost == 3)
        let told = mesh.nodes[0].replay(after: Position(), in: mesh.rooms[0]).lost
        #expect(told >= 3 && told <= 5)
    }

    @Test func `counts nothing of a channel above its last message, for who has had that`() {
        let (tea, chat) = (ChannelKey(kind: .relay, name: [1]), ChannelKey(kind: .chat, name: [2]))
        func letGo(_ sequence: UInt64, _ channel: ChannelKey?) -> Gap {
            Gap(lower: sequence, upper: sequence, counts: [Gap.Count(channel: channel, messages: 1)])
        }
        var gap = letGo(1, tea)
        for sequence in 2...20 as ClosedRange<UInt64> { gap.append(letGo(sequence, tea)) }
        for sequence in 21...320 as ClosedRange<UInt64> { gap.append(letGo(sequence, chat)) }

        #expect(gap.suffix(from: 1).messages(of: tea) == 20)
        #expect(gap.suffix(from: 20).messages(of: tea) > 0)
        #expect(gap.suffix(from: 21).messages(of: tea) == 0)
        #expect(gap.suffix(from: 21).messages(of: chat) == 300)

        // What a neighbour tells may stand anywhere in its part.
        gap.append(Gap(lower: 321, upper: 330, counts: [Gap.Count(channel: tea, messages: 2)]))
        #expect(gap.suffix(from: 330).messages(of: tea) > 0)
        #expect(gap.prefix(below: 100).suffix(from: 99).messages(of: tea) > 0)
        gap.forgetNames()
        #expect(gap.suffix(from: 330).messages(of: tea) > 0)
    }

    @Test func `is not made responsible for more than it has entries, when a longer one comes`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        let chat = ChannelKey(kind: .chat, name: Array("chat".utf8))
        let tea = ChannelKey(kind: .relay, name: Array("tea".utf8))
        // All of them messages. It is taken around the fifth, and of each part a log says at most.
        for (upper, ofTea) in [(9, 2), (10, 3)] as [(UInt64, UInt64)] {
            var item: [UInt8] = []
            let counts = [Gap.Count(channel: chat, messages: 7), Gap.Count(channel: tea, messages: ofTea)]
            item.append(Gap(lower: 1, upper: upper, counts: counts))
            try bravo.send([item], of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            #expect(mesh.nodes[0].counters.lost == upper - 1)
            let channels = mesh.nodes[0].channels
            let ofRelay = channels.indices.compactMap { channels[$0] }.first { $0.kind == .relay }?.lostCount
            #expect(ofRelay == ofTea)
        }
        #expect(mesh.log(of: 0) == "x")
    }

    @Test func `is counted once, though it comes twice`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        // Charlie may hold what is missing; of a part of it the one has told, and of the rest the other will.
        try charlie.announce(10, of: "bravo", to: &mesh.nodes[0], at: mesh.now)
        let items = [HandmadePeer.snapshot(at: 10), HandmadePeer.gap(10, messages: 4)]
        for _ in 0..<3 {
            for peer in [bravo, charlie] {
                try peer.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            }
        }

        #expect(mesh.log(of: 0) == "x")
        #expect(mesh.nodes[0].counters.lost == 3)
    }

    @Test func `is counted with what a longer one adds, though it was taken in parts`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        // The fifth and another; then one more in what was added.
        for (upper, messages) in [(10, 2), (14, 3)] as [(UInt64, UInt64)] {
            let items = [HandmadePeer.snapshot(at: upper), HandmadePeer.gap(upper, messages: messages)]
            try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            #expect(mesh.nodes[0].counters.lost == messages - 1)
        }
        #expect(mesh.log(of: 0) == "x")
    }

    @Test(arguments: [false, true])
    func `is counted with what a longer one adds, though the node was started again in between`(isFolded: Bool) throws {
        var mesh = TestMesh(1)
        mesh.startJournal(of: 0)
        var disk = TestDisk()
        for (upper, messages) in [(10, 2), (14, 3)] as [(UInt64, UInt64)] {
            let bravo = try Self.bravo(&mesh)
            let items = [HandmadePeer.snapshot(at: upper), HandmadePeer.gap(upper, messages: messages)]
            try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            // A node that starts counts anew.
            #expect(mesh.nodes[0].counters.lost == 1)
            disk.write(from: &mesh.nodes[0])
            if isFolded {
                disk.beginStretch(with: mesh.nodes[0])
                try disk.fold(disk.stretches.count - 1, with: mesh.nodes[0])
            }
            try mesh.restart(0, from: disk)
        }
        #expect(mesh.log(of: 0) == "x")
    }

    @Test func `is counted with all that a longer one adds, though what was let go here was rewritten in two files`()
        throws
    {
        var settings = GossipSettings()
        settings.retention.messages = 1
        settings.limits.stateEntries = 1
        var mesh = TestMesh(1, settings: settings)
        mesh.startJournal(of: 0)
        var disk = TestDisk()
        var bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        // Forty messages in a hundred entries.
        let entries = (0..<101).map { number in
            number % 5 < 2 && number < 100 ? HandmadePeer.post([0x78]) : HandmadePeer.links(to: [])
        }
        for part in [0..<50, 50..<101] {
            let first = UInt64(part.lowerBound) + 1
            try bravo.send(Array(entries[part]), of: "bravo", from: first, to: &mesh.nodes[0], at: mesh.now)
            disk.write(from: &mesh.nodes[0])
            disk.beginStretch(with: mesh.nodes[0])
        }
        mesh.post("y", at: 0)
        repeat { mesh.enforceRetention() } while mesh.nodes[0].hasRetentionWork
        disk.write(from: &mesh.nodes[0])
        // A channel lets go of several at a time; some of either file are gone.
        #expect(mesh.log(of: 0).count < 20)
        for index in 0..<2 {
            var file = TestDisk()
            file.stretches = [disk.stretches[index]]
            try file.fold(1, with: mesh.nodes[0])
            disk.stretches[index] = file.stretches[0]
        }
        try mesh.restart(0, from: disk)

        bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let items = [HandmadePeer.snapshot(at: 200), HandmadePeer.gap(200, messages: 100)]
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.lost == 60)
    }

    @Test func `counts at most what it adds where it reaches over more than is looked at`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let held = UInt64(GossipLimits().knownEntries) + 1
        let posts = (0..<held).map { _ in HandmadePeer.post([0x78]) }
        try bravo.send(posts, of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        let items = [HandmadePeer.snapshot(at: held + 3), HandmadePeer.gap(held + 3, messages: held + 1)]

        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)

        #expect(mesh.nodes[0].channels[mesh.rooms[0]]?.messageCount == Int(held))
        #expect(mesh.nodes[0].counters.lost == 3)
    }

    @Test func `keeps what was counted with it by channel, however many messages are let go behind it`() {
        let tea = ChannelKey(kind: .relay, name: [])
        var gap = Gap(lower: 1, upper: 4, counts: [Gap.Count(channel: tea, messages: 4)], isAtMost: true)
            .counted(as: [Gap.Count(channel: tea, messages: 1)])
        for sequence in 5...1000 as ClosedRange<UInt64> {
            gap.append(Gap(lower: sequence, upper: sequence, counts: [Gap.Count(channel: tea, messages: 1)]))
        }
        #expect(gap.counted == [Gap.Count(channel: tea, messages: 997)])
    }

    @Test(arguments: [0, 4, 6, 9, 10] as [UInt64])
    func `is told to every reader that may lack something of it`(head: UInt64) throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        var position = Position()
        if head > 0 { position.advance(to: MessageID(node: "bravo", epoch: HandmadePeer.epoch, sequence: head)) }
        var reading = mesh.nodes[0].replay(after: position, in: mesh.rooms[0]).reading
        var room = ServedRoom(at: 0, in: &mesh)
        // The three that are lost may be any but the fifth.
        let items = [HandmadePeer.snapshot(at: 10), HandmadePeer.gap(10, messages: 4)]
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        room.fanOut(in: &mesh)

        let text = room.read(&reading, in: &mesh).text
        let lost = min(3, 10 - head)
        #expect(text == (lost > 0 ? "-\(lost)-" : "") + (head < 5 ? "x" : ""))
    }

    /// Ten entries that a neighbour does not hold, five of which were messages of a relay channel.
    private static func gapOfTea() -> [UInt8] {
        var item: [UInt8] = []
        let count = Gap.Count(channel: ChannelKey(kind: .relay, name: Array("tea".utf8)), messages: 5)
        item.append(Gap(lower: 1, upper: 10, counts: [count]))
        return item
    }

    /// How many messages a reader is told are lost.
    private static func told(_ reading: Reading, in channel: Int, _ mesh: inout TestMesh) -> UInt64 {
        var (reading, told) = (reading, UInt64(0))
        let place = mesh.nodes[0].place(atEndOf: channel)
        while true {
            switch mesh.nodes[0].advance(&reading, in: channel, upTo: place) {
            case .lost(let count, _): told += count
            case .frames: continue
            case .wait, .live, .overtaken: return told
            }
        }
    }

    // Charlie has let go of all ten, or tells of them as well: then each takes its turn to say that they are gone.
    @Test(arguments: [11, 1] as [UInt8])
    func `is told once to who has seen nothing of it, though each part may have all`(floor: UInt8) throws {
        var mesh = TestMesh(1)
        let tea = mesh.nodes[0].openChannel(.relay, named: Array("tea".utf8))
        let bravo = try Self.bravo(&mesh)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let clock = [1] + HandmadePeer.origin("bravo") + [floor, 12] + [UInt8](repeating: 0, count: 8)
        try charlie.say(2, clock, to: &mesh.nodes[0], at: mesh.now)
        let readings = ([0, 4] as [UInt64]).map { head in
            let id = MessageID(node: "bravo", epoch: HandmadePeer.epoch, sequence: head)
            return mesh.nodes[0].replay(after: Position(head > 0 ? [id] : []), in: tea).reading
        }

        for _ in 0..<3 {
            for peer in [bravo, charlie] {
                let items = [HandmadePeer.snapshot(at: 10), Self.gapOfTea()]
                try peer.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            }
        }
        #expect(mesh.log(of: 0) == "x")
        #expect(mesh.nodes[0].counters.lost == 5)
        #expect(Self.told(readings[0], in: tea, &mesh) == 5)
        #expect(Self.told(readings[1], in: tea, &mesh) >= 5, "all may be behind the fifth")
    }

    @Test func `is told once to who is given between its parts what waited there`() throws {
        var mesh = TestMesh(1)
        let chat = mesh.rooms[0]
        let bravo = try Self.bravo(&mesh)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let clock = [1] + HandmadePeer.origin("bravo") + [11, 12] + [UInt8](repeating: 0, count: 8)
        try charlie.say(2, clock, to: &mesh.nodes[0], at: mesh.now)
        let reading = mesh.nodes[0].replay(after: Position(), in: chat).reading

        for _ in 0..<3 {
            for peer in [bravo, charlie] {
                let items = [HandmadePeer.snapshot(at: 10), HandmadePeer.gap(10, messages: 4)]
                try peer.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
            }
        }
        #expect(mesh.log(of: 0) == "x")
        let lost = UInt64(mesh.nodes[0].counters.lost)
        #expect(lost == 3)
        #expect(Self.told(reading, in: chat, &mesh) == lost)
    }

    @Test func `is told as far as it is taken, where the rest waits for an earlier run`() throws {
        var mesh = TestMesh(1)
        let tea = mesh.nodes[0].openChannel(.relay, named: Array("tea".utf8))
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let reading = mesh.nodes[0].replay(after: Position(), in: tea).reading
        // The sixth entry says that the run before it had three.
        let earlier = HandmadePeer.epoch - 5
        var state: [UInt8] = [10, 0, 0, 0, 0, 6]
        state.append(varint: earlier)
        state.append(varint: 3)
        let items = [HandmadePeer.item(7, state), Self.gapOfTea()]
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.lost == 5)
        #expect(mesh.nodes[0].queues.wants > 0)

        let posts = (0..<3).map { _ in HandmadePeer.post([0x78]) }
        try bravo.send(posts, of: "bravo", epoch: earlier, from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].queues.wants == 0)
        #expect(mesh.nodes[0].counters.lost == 5)
        #expect(Self.told(reading, in: tea, &mesh) == 5)
    }

    @Test func `names no entry as passed behind which something of it still comes`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        func id(_ sequence: UInt64) -> MessageID {
            MessageID(node: "bravo", epoch: HandmadePeer.epoch, sequence: sequence)
        }
        var readings = ([0, 2, 4] as [UInt64]).map { head in
            var position = Position()
            if head > 0 { position.advance(to: id(head)) }
            return mesh.nodes[0].replay(after: position, in: mesh.rooms[0]).reading
        }
        let items = [HandmadePeer.snapshot(at: 10), HandmadePeer.gap(10, messages: 4)]
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)

        // The fifth waited, and comes behind the three that were lost, wherever those were.
        let place = mesh.nodes[0].place(atEndOf: mesh.rooms[0])
        let steps = readings.indices.map { mesh.nodes[0].advance(&readings[$0], in: mesh.rooms[0], upTo: place) }
        #expect(steps == [.lost(3, upTo: id(4)), .lost(3, upTo: id(4)), .lost(3, upTo: nil)])
        for reader in readings.indices {
            let step = mesh.nodes[0].advance(&readings[reader], in: mesh.rooms[0], upTo: place)
            guard case .frames(let range) = step else {
                Issue.record("\(step)")
                continue
            }
            #expect(mesh.text(range, at: 0) == "x")
        }
    }

    @Test func `counts no more than it adds to what was let go here, though the names of that are forgotten`() throws {
        var settings = GossipSettings()
        settings.retention.messages = 1
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let posts = (0..<31).map { _ in HandmadePeer.post([0x78]) }
        let others = (0..<19).map { _ in HandmadePeer.links(to: []) }
        try bravo.send(posts + others, of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.enforceRetention()
        mesh.nodes[0].logs.origins.forgetNames(downTo: 0)

        // One is held, and thirty were let go.
        let items = [HandmadePeer.snapshot(at: 100), HandmadePeer.gap(100, messages: 61)]
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.lost == 30)
    }

    @Test func `counts no more than it adds to what was lost here, though its names are forgotten there`() throws {
        var mesh = TestMesh(1)
        let bravo = try Self.bravo(&mesh)
        for (upper, messages, isNamed) in [(10, 4, true), (20, 10, false)] as [(UInt64, UInt64, Bool)] {
            let gap = HandmadePeer.gap(upper, messages: messages, isNamed: isNamed)
            let items = [HandmadePeer.snapshot(at: upper), gap]
            try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        }
        // All but the fifth.
        #expect(mesh.nodes[0].counters.lost == 9)
    }

    @Test func `is not told to who has seen what is behind it, though another one follows`() throws {
        var settings = GossipSettings()
        settings.retention.messages = 1
        var mesh = TestMesh(1, settings: settings)
        let tea = mesh.nodes[0].openChannel(.relay, named: Array("tea".utf8))
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        var item: [UInt8] = []
        let ofTea = Gap.Count(channel: ChannelKey(kind: .relay, name: Array("tea".utf8)), messages: 5)
        item.append(Gap(lower: 1, upper: 10, counts: [ofTea]))
        let items = [HandmadePeer.snapshot(at: 10), item]
        try bravo.send(items, of: "bravo", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        let posts = (0..<11).map { _ in HandmadePeer.post([0x78]) }
        try bravo.send(posts, of: "bravo", from: 11, to: &mesh.nodes[0], at: mesh.now)
        mesh.enforceRetention()

        // Of chat, ten were let go behind it.
        for (seen, lost) in [(5, 5), (10, 0), (15, 0)] as [(UInt64, UInt64)] {
            let position = Position([MessageID(node: "bravo", epoch: HandmadePeer.epoch, sequence: seen)])
            #expect(mesh.nodes[0].replay(after: position, in: tea).lost == lost)
        }
    }

    /// An entry of a log, as it was.
    private enum Entry: Equatable {
        case state
        case message(ChannelKey)
    }

    private static let keys = (1...3 as ClosedRange<UInt8>).map { ChannelKey(kind: .relay, name: [$0]) }

    /// The gap that stands for entries.
    private static func gap(of entries: [Entry], from lower: UInt64 = 1) -> Gap {
        var gap = Gap(lower: lower, upper: lower + UInt64(entries.count) - 1)
        for case .message(let key) in entries { gap.add(1, to: key) }
        return gap
    }

    /// Checks that what a gap says of entries is true of them.
    private static func isTrue(_ gap: Gap, of entries: [Entry]) -> Bool {
        let messages = entries.filter { $0 != .state }
        return UInt64(messages.count) >= gap.leastMessages && UInt64(messages.count) <= gap.messageCount
            && keys.allSatisfy { key in gap.messages(of: key) >= UInt64(entries.count { $0 == .message(key) }) }
    }

    @Test(arguments: 1...500 as ClosedRange<UInt64>)
    func `says nothing of any part that is not true, cut, joined or sent, named or not`(seed: UInt64) throws {
        var dice = SeededDice(seed: seed)
        let stateShare = dice.roll(10)
        let entries = (0..<(2 + Int(dice.roll(20)))).map { _ -> Entry in
            dice.roll(10) < stateShare ? .state : .message(Self.keys[Int(dice.roll(3))])
        }
        var gap = Self.gap(of: entries)
        var range = 0..<entries.count
        for _ in 0..<6 where range.count > 1 {
            let cut = range.lowerBound + 1 + Int(dice.roll(UInt64(range.count - 1)))
            switch dice.roll(3) {
            case 0:
                gap = gap.prefix(below: UInt64(cut) + 1)
                range = range.lowerBound..<cut
            case 1:
                gap = gap.suffix(from: UInt64(cut) + 1)
                range = cut..<range.upperBound
            default:
                var joined = gap.prefix(below: UInt64(cut) + 1)
                joined.append(gap.suffix(from: UInt64(cut) + 1))
                gap = joined
            }
            if dice.roll(4) == 0 { gap.forgetNames() }
            #expect(Self.isTrue(gap, of: Array(entries[range])))

            var bytes: [UInt8] = []
            bytes.append(gap)
            var cursor = ByteCursor()
            guard case .gap(let contents) = try EntryItem(decoding: bytes.span, at: &cursor, frameLimit: 0) else {
                Issue.record("a gap came out as something else")
                return
            }
            #expect(Self.isTrue(contents.gap(from: gap.lower), of: Array(entries[range])))
        }
    }

    /// A gap as it is read back from a journal.
    private static func written(_ gap: Gap) throws -> Gap {
        var bytes: [UInt8] = []
        bytes.appendCountedLosses(of: gap)
        bytes.append(gap)
        var cursor = ByteCursor()
        var counted: [Gap.Count]?
        while cursor.offset < bytes.count {
            switch try EntryItem(decoding: bytes.span, at: &cursor, frameLimit: 0) {
            case .countedLosses(let counts): counted = counts
            case .gap(let contents):
                let read = contents.gap(from: gap.lower)
                return counted.map { read.counted(as: $0) } ?? read
            default: break
            }
        }
        throw TruncatedInput()
    }

    @Test(arguments: 1...500 as ClosedRange<UInt64>)
    func `is known once, in whatever parts it was written`(seed: UInt64) throws {
        var dice = SeededDice(seed: seed)
        let stateShare = dice.roll(10)
        let entries = (0..<(3 + Int(dice.roll(20)))).map { _ -> Entry in
            dice.roll(10) < stateShare ? .state : .message(Self.keys[Int(dice.roll(3))])
        }
        let gap = Self.gap(of: entries)
        var parts: [Gap] = []
        var rest = gap
        while rest.length > 1, dice.roll(5) > 0 {
            let cut = rest.lower + 1 + dice.roll(rest.length - 1)
            parts.append(try Self.written(rest.prefix(below: cut)))
            rest = rest.suffix(from: cut)
        }
        var joined = try Self.written(rest)
        for part in parts.reversed() {
            var part = part
            part.append(joined)
            joined = part
        }

        var known = GapAccount.Known(of: gap)
        known.add(joined)
        for key in Self.keys {
            let count = UInt64(entries.count { $0 == .message(key) })
            #expect(known.messages[key, default: 0] + known.lost[key, default: 0] == count)
        }
    }

    @Test(arguments: 1...500 as ClosedRange<UInt64>)
    func `has of each part as many lost as there may be, and of all together what is`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        let entries = (0..<(3 + Int(dice.roll(20)))).map { _ -> Entry in
            dice.roll(3) == 0 ? .state : .message(Self.keys[Int(dice.roll(3))])
        }
        let head = Int(dice.roll(UInt64(entries.count)))
        let gap = Self.gap(of: entries)
        var known = GapAccount.Known(of: gap)
        for case .message(let key) in entries[..<head] { known.messages[key, default: 0] += 1 }
        let waiting = Set((head..<entries.count).filter { $0 > head && dice.roll(3) == 0 })
        var early: [ChannelKey: UInt64] = [:]
        for place in waiting { if case .message(let key) = entries[place] { early[key, default: 0] += 1 } }
        var account = GapAccount(of: gap, above: UInt64(head), known: known, early: early)

        var counted: UInt64 = 0
        var byChannel: [ChannelKey: UInt64] = [:]
        var place = head
        while place < entries.count {
            let end = (place..<entries.count).first { waiting.contains($0) } ?? entries.count
            if end > place {
                let part = account.gap.suffix(from: UInt64(place) + 1).prefix(below: UInt64(end) + 1)
                #expect(Self.isTrue(part, of: Array(entries[place..<end])))
                let (counts, total) = account.count(part)
                counted += total
                for count in counts where count.messages > 0 {
                    if let channel = count.channel { byChannel[channel, default: 0] += count.messages }
                }
            }
            place = end + 1
        }
        let lost = (head..<entries.count).count { !waiting.contains($0) && entries[$0] != .state }
        #expect(counted == UInt64(lost))
        for key in Self.keys {
            let ofChannel = (head..<entries.count).count { !waiting.contains($0) && entries[$0] == .message(key) }
            #expect(byChannel[key, default: 0] == UInt64(ofChannel))
        }
    }
}
