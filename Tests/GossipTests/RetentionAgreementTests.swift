import Bytes
import Testing

@testable import Gossip

@Suite("Retention on several nodes", .computing) struct RetentionAgreementTests {
    /// A few nodes with the same channels, of which each posts for itself before they are joined.
    struct Peers {
        var mesh: TestMesh
        var channels: [Int]

        init(_ count: Int, bytes: Int, messages: Int = 10_000, channels channelCount: Int = 3) {
            var settings = GossipSettings()
            settings.frameBytes = 24_000
            settings.retention.bytes = bytes
            settings.retention.messages = messages
            settings.agreement = Agreement(nodes: TestMesh.names, messageBytes: 24_000, retention: settings.retention)
            mesh = TestMesh(count, settings: settings)
            channels = []
            for channel in 0..<channelCount {
                for node in 0..<count {
                    let number = mesh.nodes[node].openChannel(.relay, named: [UInt8(channel)])
                    if node == 0 { channels.append(number) }
                }
            }
        }

        mutating func post(_ byteCount: Int, in channel: Int, at node: Int, microseconds: Int64, ahead: Int64 = 0) {
            let payload = [UInt8](repeating: 7, count: byteCount)
            mesh.now.wall += microseconds
            var moment = mesh.now
            moment.wall += ahead
            _ = mesh.nodes[node].post(Span(), payload.span, in: channels[channel], at: moment)
        }

        mutating func endTurn() {
            for node in mesh.nodes.indices {
                var grown: [Int] = []
                mesh.nodes[node].takeGrownChannels(into: &grown)
                repeat {
                    mesh.nodes[node].enforceRetention(at: mesh.moment(of: node))
                } while mesh.nodes[node].hasRetentionWork
            }
        }

        mutating func heal(_ first: Int, _ second: Int) {
            mesh.connect(first, second)
            mesh.settle()
            endTurn()
        }

        mutating func wait(seconds: Int) {
            for _ in 0..<(seconds * 10) {
                mesh.run(milliseconds: 100)
                endTurn()
            }
        }

        func held(by node: Int) -> [[UInt64]] {
            channels.map { number in
                guard let channel = mesh.nodes[node].channels[number] else { return [0, 0] }
                return [UInt64(channel.messageCount), channel.transcript]
            }
        }
    }

    @Test func `is the same where a node was started again that let go of what another never had`() throws {
        var peers = Peers(2, bytes: 100_000, channels: 2)
        peers.mesh.startJournal(of: 0)
        var disk = TestDisk()
        let wire = peers.mesh.connect(0, 1)
        peers.post(10, in: 0, at: 1, microseconds: 1000)
        peers.mesh.settle()
        peers.mesh.cut(wire)
        // The first of these makes the small one go, and then goes itself.
        for size in [20_000, 23_000, 23_000, 23_000, 23_000] {
            peers.post(size, in: 1, at: 0, microseconds: 1000)
            peers.endTurn()
        }
        disk.write(from: &peers.mesh.nodes[0])
        disk.beginStretch(with: peers.mesh.nodes[0])
        try disk.fold(1, with: peers.mesh.nodes[0])
        try peers.mesh.restart(0, from: disk)
        for channel in 0..<2 { _ = peers.mesh.nodes[0].openChannel(.relay, named: [UInt8(channel)]) }

        peers.heal(0, 1)
        peers.wait(seconds: 5)

        // What went is not read again, so the restarted node has numbered its channels otherwise.
        #expect(Set(peers.held(by: 0).map { $0[0] }) == [0, 4])
        #expect(Set(peers.held(by: 1)) == Set(peers.held(by: 0)))
    }

    /// Three nodes post what fits each of them, and not one node; two others hear it in different orders.
    private func observed(seed: UInt64, messages: Int = 10_000, least: Int, most: Int) -> Peers {
        var chance = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func below(_ bound: Int) -> Int {
            chance ^= chance << 13
            chance ^= chance >> 7
            chance ^= chance << 17
            return Int(chance % UInt64(bound))
        }
        var peers = Peers(5, bytes: 200_000, messages: messages)
        var room = [150_000, 150_000, 150_000]
        for _ in 0..<400 {
            let node = below(3)
            let size = least + below(most - least)
            guard room[node] > size + 1000 else { continue }
            room[node] -= size + 1000
            peers.post(size, in: below(3), at: node, microseconds: Int64(below(3)) * 500)
        }
        peers.endTurn()
        for node in [0, 1, 2] { peers.heal(3, node) }
        for node in [2, 0, 1] { peers.heal(4, node) }
        return peers
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `holds the same of what came, in whatever order it came`(seed: UInt64) {
        // Different sizes, so that an old small message would fit where a large one did not.
        let peers = observed(seed: seed, least: 1, most: 20_000)

        #expect(peers.held(by: 3) == peers.held(by: 4))
        #expect(peers.mesh.nodes[3].messageMemory <= 200_000)
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `comes to hold the same on nodes that lack what others let go`(seed: UInt64) {
        var peers = observed(seed: seed, messages: 20, least: 1, most: 20_000)

        peers.heal(3, 4)
        peers.wait(seconds: 6)

        for node in 1...4 { #expect(peers.held(by: node) == peers.held(by: 0), "node \(node)") }
    }

    /// Large messages make room for themselves at the cost of quiet channels, and then make way for small ones; nodes meet
    /// and part, and turns end, whenever.
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `comes to hold the same where both messages and bytes are full`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        func below(_ bound: Int) -> Int { Int(dice.roll(UInt64(bound))) }
        var peers = Peers(3, bytes: 100_000, messages: 4 + below(16), channels: 2 + below(8))
        var wires: [Int?] = [nil, nil, nil]
        var posted = [Int](repeating: 0, count: peers.channels.count)
        for step in 0..<300 {
            let (node, isQuiet) = (below(3), step < 200 && below(3) == 0)
            let channel = isQuiet ? 1 + below(peers.channels.count - 1) : 0
            switch below(8) {
            case 0:
                if let wire = wires[node] { peers.mesh.cut(wire) }
                wires[node] = below(2) == 0 ? nil : peers.mesh.connect(node, (node + 1) % 3)
            case 1: peers.mesh.settle()
            case 2: peers.endTurn()
            default:
                let isLarge = !isQuiet && step < 200 && below(2) == 0
                let size = isLarge ? 10_000 + below(13_000) : 1 + below(300)
                peers.post(size, in: channel, at: node, microseconds: Int64(below(3)) * 500)
                posted[channel] += 1
            }
        }

        for node in 0..<3 where wires[node] == nil { peers.mesh.connect(node, (node + 1) % 3) }
        peers.mesh.settle()
        peers.endTurn()
        peers.wait(seconds: 8)

        for node in 0..<3 {
            #expect(peers.held(by: node) == peers.held(by: 0), "node \(node)")
            #expect(peers.mesh.nodes[node].messageMemory <= 100_000)
            for (number, count) in zip(peers.channels, posted) {
                let channel = peers.mesh.nodes[node].channels[number]
                #expect((channel?.records.end ?? 0) + Int(channel?.lostCount ?? 0) >= count, "what was lost is counted")
            }
        }
    }

    /// Two nodes, the second of which keeps so many bytes and says others; the first has posted some large messages, and
    /// then some small ones in another channel.
    private func neighbours(keeping bytes: Int, saying said: Int, smallMessages: Int) -> Peers {
        var peers = Peers(2, bytes: 100_000, messages: 10, channels: 2)
        var settings = peers.mesh.nodes[1].settings
        settings.retention.bytes = said
        settings.agreement = Agreement(nodes: TestMesh.names, messageBytes: 24_000, retention: settings.retention)
        settings.retention.bytes = bytes
        peers.mesh.nodes[1].reconfigure(settings, at: peers.mesh.now)
        for _ in 0..<9 { peers.post(4000, in: 0, at: 0, microseconds: 1000) }
        for _ in 0..<smallMessages { peers.post(300, in: 1, at: 0, microseconds: 1000) }
        peers.heal(0, 1)
        peers.wait(seconds: 4)
        return peers
    }

    @Test func `gives up no more than half for a neighbour that keeps less`() {
        let peers = neighbours(keeping: 20_000, saying: 20_000, smallMessages: 10)

        #expect(peers.held(by: 1).map { $0[0] } == [3, 10])
        #expect(peers.held(by: 0).map { $0[0] } == [9, 10])
    }

    @Test func `gives up more for one that keeps as much, where a full channel may have had larger messages`() {
        let peers = neighbours(keeping: 20_000, saying: 100_000, smallMessages: 10)

        #expect(peers.held(by: 0).map { $0[0] } == [3, 10])
    }

    @Test func `keeps a channel that has all its messages, whatever a neighbour says`() {
        let peers = neighbours(keeping: 1200, saying: 100_000, smallMessages: 10)

        #expect(peers.held(by: 1).map { $0[0] } == [0, 1])
        #expect(peers.held(by: 0).map { $0[0] } == [0, 10])
    }

    @Test func `gives up no more than half where no channel is full`() {
        let peers = neighbours(keeping: 1200, saying: 100_000, smallMessages: 9)

        #expect(peers.held(by: 0).map { $0[0] } == [9, 9])
    }

    @Test(arguments: [-2258, -86_400_000, 3600] as [Int64])
    func `holds the same on a node that starts with a wrong clock`(seconds: Int64) {
        var peers = Peers(4, bytes: 1 << 20, messages: 20, channels: 1)
        for number in 0..<30 { peers.post(10, in: 0, at: number % 2, microseconds: 1000) }
        peers.mesh.wallOffsets[2] = seconds * 1_000_000

        peers.heal(2, 1)
        peers.heal(2, 0)
        peers.heal(3, 0)
        peers.heal(3, 1)
        #expect(peers.held(by: 2) == peers.held(by: 3))

        // What it posts itself is the newest of all.
        for _ in 0..<15 { peers.post(10, in: 0, at: 2, microseconds: 1000, ahead: seconds * 1_000_000) }
        for _ in 0..<5 { peers.post(10, in: 0, at: 0, microseconds: 1000) }
        peers.mesh.settle()
        peers.endTurn()
        for node in 0..<4 { #expect(peers.held(by: node) == peers.held(by: 2)) }
        let shares = peers.mesh.nodes[3].channels[peers.channels[0]]?.shares.shares.map(\.heldCount)
        #expect(shares?.sorted() == [5, 15])
    }

    @Test func `keeps the newest of both sides of a partition, on both`() {
        var peers = Peers(2, bytes: 4 << 20, channels: 1)
        for _ in 0..<3000 { peers.post(1000, in: 0, at: 0, microseconds: 1000) }
        for _ in 0..<3000 { peers.post(1000, in: 0, at: 1, microseconds: 1000) }
        peers.endTurn()

        peers.heal(0, 1)
        peers.wait(seconds: 3)

        #expect(peers.held(by: 0) == peers.held(by: 1))
        let expected = (4 << 20) / (1000 + 192)
        #expect((expected - 5...expected).contains(Int(peers.held(by: 0)[0][0])))
    }

    @Test func `lets a message from a clock far ahead go in its turn, and none because of it`() {
        var peers = Peers(2, bytes: 1 << 20)
        let hour: Int64 = 3_600_000_000
        for _ in 0..<80 { peers.post(10_000, in: 0, at: 1, microseconds: 1000) }
        peers.heal(0, 1)
        peers.post(10_000, in: 1, at: 0, microseconds: 1000, ahead: hour)
        peers.mesh.settle()
        peers.endTurn()

        peers.post(10_000, in: 2, at: 1, microseconds: 1000)
        peers.mesh.settle()
        peers.endTurn()
        #expect(peers.held(by: 1).map { $0[0] } == [80, 1, 1])

        // Two minutes later it is the oldest but for what went before it.
        peers.wait(seconds: 120)
        for _ in 0..<110 { peers.post(10_000, in: 2, at: 1, microseconds: 1000) }
        peers.mesh.settle()
        peers.endTurn()
        #expect(peers.held(by: 1)[1][0] == 0)
    }

    @Test func `gives memory back where older messages came after newer ones`() {
        var peers = Peers(2, bytes: 4 << 20, channels: 1)
        for _ in 0..<3000 { peers.post(1000, in: 0, at: 0, microseconds: 1000) }
        for _ in 0..<3000 { peers.post(1000, in: 0, at: 1, microseconds: 1000) }

        peers.heal(1, 0)

        let allocated = peers.mesh.nodes[1].channels[peers.channels[0]]?.frames.allocatedBytes ?? 0
        #expect(allocated < 5 << 20)
    }
}
