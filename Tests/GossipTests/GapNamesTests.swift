import Bytes
import Testing

@testable import Gossip

@Suite("The names that gaps count apart", .computing) struct GapNamesTests {
    /// A gap of one entry that may have been a message of any of so many channels.
    private static func gap(of names: Int) -> [UInt8] {
        var body: [UInt8] = [1]
        body.append(varint: UInt64(names))
        for name in 0..<names { body += [1, 1, 1, UInt8(name), 1] }
        return HandmadePeer.item(6, body)
    }

    @Test func `take no more than half of what messages may, and all stays counted`() throws {
        var settings = GossipSettings()
        settings.retention.bytes = 3 << 20
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let count: UInt64 = 1500
        for number in 0..<count {
            let items = [Self.gap(of: 64), HandmadePeer.post([0x81, 1, 0x61])]
            try bravo.send(items, of: "zulu", from: 2 * number + 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].logs.origins.namingBytes > 2 << 20)

        var turns = 0
        repeat {
            mesh.nodes[0].enforceRetention(at: mesh.now)
            turns += 1
        } while mesh.nodes[0].logs.hasRetentionWork && turns < 10

        #expect(mesh.nodes[0].logs.origins.namingBytes <= 3 << 19)
        #expect(mesh.nodes[0].counters.lost == count)
        let (_, lost) = mesh.nodes[0].replay(after: Position(), in: mesh.rooms[0])
        #expect(lost > count / 4 && lost <= count)
        mesh.nodes[0].checkInvariants()
    }

    @Test func `are no more than a turn forgets beyond what they may be, and it does whatever else there is to do`() {
        var settings = GossipSettings()
        settings.retention.bytes = 1
        var logs = LogStore(settings)
        let run = logs.addRun(1, of: logs.member(namedOrNew: "zulu")).run
        let room = logs.openChannel(ChannelKey(kind: .relay, name: []))
        let now = Moment(monotonic: 1, wall: 1)
        // Of these alone there are more than a turn lets go.
        let earlier = logs.addRun(1, of: logs.member(namedOrNew: "yankee")).run
        for _ in 0...GossipLimits().lettingGo {
            _ = logs.append([1].span, Span(), Envelope(time: 1, rank: 1), in: room, from: earlier, at: now)
        }
        let names = (0..<64 as Range<UInt8>).map { name in
            Gap.Count(channel: ChannelKey(kind: .relay, name: [name]), messages: 1)
        }
        for number in 0..<3000 as Range<UInt64> {
            logs.append(Gap(lower: 2 * number + 1, upper: 2 * number + 1, counts: names), of: run, at: now)
            _ = logs.append([1].span, Span(), Envelope(time: 1, rank: 2), in: room, from: run, at: now)
        }
        let most = logs.namingLimit + LogStore.forgottenAtOnce
        #expect(logs.origins.namingBytes > most && logs.origins.namingBytes < most + (64 << 10))

        _ = logs.letGoOfExcess(at: now)
        #expect(logs.isOverweight)
        #expect(logs.origins.namingBytes < LogStore.leastNamingBytes * 3 / 2)
        logs.checkInvariants()
    }

    @Test func `are forgotten of those logs first that have more of them than others`() {
        var logs = LogStore(GossipSettings())
        let runs = ["alpha", "bravo", "charlie"].map { logs.addRun(1, of: logs.member(namedOrNew: $0)).run }
        let room = logs.openChannel(ChannelKey(kind: .relay, name: []))
        let now = Moment(monotonic: 1, wall: 1)
        for (run, count) in [(runs[0], 20), (runs[1], 3000), (runs[2], 20)] {
            for number in 0..<UInt64(count) {
                var gap = Gap(lower: 2 * number + 1, upper: 2 * number + 1)
                for name in 0..<3 as Range<UInt8> { gap.add(1, to: ChannelKey(kind: .relay, name: [name])) }
                logs.append(gap, of: run, at: now)
                _ = logs.append([1].span, Span(), Envelope(time: 1, rank: 1), in: room, from: run, at: now)
            }
        }
        let before = runs.map { logs.origins[$0].log.gaps.namingBytes }
        logs.origins.forgetNames(downTo: logs.origins.namingBytes / 2)
        let after = runs.map { logs.origins[$0].log.gaps.namingBytes }
        #expect(after[0] == before[0] && after[2] == before[2])
        #expect(after[1] < before[1] / 2 + before[0] + before[2])
        logs.checkInvariants()
    }
}
