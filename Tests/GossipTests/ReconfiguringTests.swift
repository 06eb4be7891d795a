import Gossip
import Testing

@Suite("A node that goes on with other settings", .computing) struct ReconfiguringTests {
    private var mesh = TestMesh(3)

    init() {
        mesh.connect(0, 1)
        mesh.connect(0, 2)
        mesh.settle()
    }

    private mutating func reconfigure(
        _ node: Int,
        renewing peers: [String] = [],
        _ change: (inout GossipSettings) -> Void
    ) {
        var settings = mesh.nodes[node].settings
        change(&settings)
        mesh.nodes[node].reconfigure(settings, renewing: peers, at: mesh.now)
    }

    /// Lets go of what is too much, as turns do.
    ///
    /// - Returns: How many turns it took.
    private mutating func enforceRetention() -> Int {
        var turns = 0
        repeat {
            mesh.nodes[0].enforceRetention(at: mesh.now)
            turns += 1
        } while mesh.nodes[0].hasRetentionWork
        return turns
    }

    @Test mutating func `keeps its links and what it holds when nothing concerns them`() {
        mesh.post("a", at: 1)
        mesh.settle()
        reconfigure(0) { $0.neighbours += ["india"] }
        mesh.post("b", at: 2)
        mesh.settle()
        #expect(mesh.nodes[0].linkReports.map(\.peer) == ["bravo", "charlie"])
        #expect((0..<3).map { mesh.log(of: $0) } == ["ab", "ab", "ab"])
    }

    @Test mutating func `says goodbye to who is no neighbour any more, and keeps what came from there`() {
        mesh.post("a", at: 1)
        mesh.settle()
        reconfigure(0) { $0.neighbours = ["charlie"] }
        #expect(mesh.nodes[0].takeEvents().contains(.dropLink(link: 0, .removed)))
        mesh.settle()
        #expect(mesh.nodes[1].linkReports.isEmpty)
        #expect(mesh.nodes[0].linkReports.map(\.peer) == ["charlie"])
        #expect(mesh.log(of: 0) == "a")

        // Who comes back is refused.
        mesh.connect(1, 0)
        mesh.settle()
        #expect(mesh.nodes[1].linkReports.isEmpty)
    }

    @Test mutating func `closes the links that are to be opened again, and no other`() {
        reconfigure(0, renewing: ["charlie"]) { _ in }
        #expect(mesh.nodes[0].takeEvents() == [.dropLink(link: 1, .renewed)])
        mesh.settle()
        #expect(mesh.nodes[0].linkReports.map(\.peer) == ["bravo"])
        mesh.connect(0, 2)
        mesh.settle()
        #expect(mesh.nodes[0].linkReports.map(\.peer).sorted() == ["bravo", "charlie"])
    }

    @Test mutating func `lets go of what fewer messages leave no room for, in channels that nobody uses too`() {
        let quiet = mesh.nodes[0].openChannel(.relay, named: [1])
        for channel in [quiet, mesh.rooms[0]] {
            for _ in 0..<20 { _ = mesh.nodes[0].post([UInt8]().span, [7].span, in: channel, at: mesh.now) }
        }
        var grown: [Int] = []
        mesh.nodes[0].takeGrownChannels(into: &grown)
        _ = enforceRetention()
        reconfigure(0) { $0.retention.messages = 5 }
        _ = enforceRetention()
        #expect(mesh.nodes[0].channels[quiet]?.messageCount == 5)
        #expect(mesh.nodes[0].channels[mesh.rooms[0]]?.messageCount == 5)

        reconfigure(0) { $0.retention.messages = 7 }
        for _ in 0..<20 { _ = mesh.nodes[0].post([UInt8]().span, [7].span, in: quiet, at: mesh.now) }
        mesh.nodes[0].takeGrownChannels(into: &grown)
        _ = enforceRetention()
        #expect(mesh.nodes[0].channels[quiet]?.messageCount == 7)
    }

    @Test(arguments: [true, false])
    mutating func `lets go of much in several turns, so that none is long`(grows: Bool) {
        reconfigure(0) { $0.retention.messages = 100_000 }
        let channel = mesh.nodes[0].openChannel(.relay, named: [1])
        for _ in 0..<40_000 { _ = mesh.nodes[0].post([UInt8]().span, [7].span, in: channel, at: mesh.now) }
        var grown: [Int] = []
        mesh.nodes[0].takeGrownChannels(into: &grown)
        _ = enforceRetention()
        reconfigure(0) { $0.retention.messages = 5 }
        if grows {
            _ = mesh.nodes[0].post([UInt8]().span, [7].span, in: channel, at: mesh.now)
            mesh.nodes[0].takeGrownChannels(into: &grown)
        }
        #expect((2...5).contains(enforceRetention()))
        #expect(mesh.nodes[0].channels[channel]?.messageCount == 5)
    }

    @Test mutating func `lets go of what is too old for a shorter time, and of what takes too much room`() {
        mesh.post("a", at: 0)
        _ = enforceRetention()
        mesh.now.monotonic += 10_000_000_000
        mesh.now.wall += 10_000_000
        mesh.post("b", at: 0)
        reconfigure(0) { $0.retention.seconds = 5 }
        _ = enforceRetention()
        #expect(mesh.nodes[0].channels[mesh.rooms[0]]?.messageCount == 1)

        let large = [UInt8](repeating: 7, count: 100_000)
        for _ in 0..<20 { _ = mesh.nodes[0].post([UInt8]().span, large.span, in: mesh.rooms[0], at: mesh.now) }
        var grown: [Int] = []
        mesh.nodes[0].takeGrownChannels(into: &grown)
        reconfigure(0) { $0.retention.bytes = 1 << 20 }
        _ = enforceRetention()
        #expect(mesh.nodes[0].messageMemory <= 1 << 20)
    }

    @Test mutating func `takes frames from peers that are as long as they were told`() {
        reconfigure(0) { $0.frameBytes = 10 }
        mesh.post("longer than ten bytes", at: 1)
        mesh.settle()
        #expect(mesh.log(of: 0) == "longer than ten bytes")
        #expect(mesh.nodes[0].linkReports.count == 2)
    }

    @Test(arguments: [(longer: 2, isRenewed: true), (longer: 1, isRenewed: false)])
    mutating func `takes a link up again that was told of shorter frames, whoever is at its other end`(
        frames: (longer: Int, isRenewed: Bool)
    ) {
        // Somebody dials just then, and has not greeted.
        let link = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: mesh.now)
        reconfigure(0) { $0.frameBytes *= frames.longer }
        #expect(mesh.nodes[0].takeEvents() == (frames.isRenewed ? [.dropLink(link: link, .renewed)] : []))
    }

    @Test mutating func `closes no other link that has the number of one that was to be closed`() {
        reconfigure(0, renewing: ["charlie"]) { _ in }
        // Its other end was quicker, and is there again.
        mesh.cut(1)
        #expect(mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: mesh.now) == 1)
        #expect(!mesh.nodes[0].takeEvents().contains(.dropLink(link: 1, .renewed)))
    }
}
