import Gossip
import Testing

@Suite("Retention by bytes", .computing) struct RetentionTests {
    private static let bytes = 4 << 20

    private var mesh: TestMesh

    init() {
        var settings = GossipSettings()
        settings.retention.bytes = Self.bytes
        mesh = TestMesh(1, settings: settings)
    }

    private mutating func post(_ count: Int, bytes: Int, in channel: Int) {
        let (head, payload) = ([UInt8](), [UInt8](repeating: 7, count: bytes))
        for _ in 0..<count {
            mesh.now.wall += 1
            _ = mesh.nodes[0].post(head.span, payload.span, in: channel, at: mesh.now)
            // As the shell does: first it sends what is new.
            var grown: [Int] = []
            mesh.nodes[0].takeGrownChannels(into: &grown)
            mesh.nodes[0].enforceRetention(at: mesh.now)
        }
    }

    private func count(_ channel: Int) -> Int { mesh.nodes[0].channels[channel]?.messageCount ?? 0 }

    @Test mutating func `lets go of no more than it must, however large the messages are`() {
        let channel = mesh.nodes[0].openChannel(.relay, named: [1])
        post(40, bytes: 500_000, in: channel)
        #expect(mesh.nodes[0].messageMemory <= Self.bytes)
        #expect(count(channel) >= 7)
    }

    @Test mutating func `lets the oldest messages go first, whichever channels they are in`() {
        let channels = (0..<3).map { mesh.nodes[0].openChannel(.relay, named: [$0]) }
        post(10, bytes: 100_000, in: channels[0])
        for _ in 0..<10 {
            post(1, bytes: 100_000, in: channels[1])
            post(1, bytes: 100_000, in: channels[2])
        }
        #expect(channels.map { count($0) } == [10, 10, 10])

        post(8, bytes: 100_000, in: channels[0])
        #expect(count(channels[1]) == 10 && count(channels[2]) == 10)

        post(16, bytes: 100_000, in: channels[0])
        #expect(count(channels[1]) < 10 && abs(count(channels[1]) - count(channels[2])) <= 1)
    }

    @Test(arguments: [0, 3, 20]) mutating func `counts as lost to a client only what may have been above its position`(
        heard: Int
    ) {
        let quiet = mesh.nodes[0].openChannel(.relay, named: [1])
        let busy = mesh.nodes[0].openChannel(.relay, named: [2])
        var position = mesh.nodes[0].replay(history: 0, in: quiet).position
        for number in 1...20 {
            post(1, bytes: 10, in: quiet)
            post(2, bytes: 10, in: busy)
            if number == heard { position = mesh.nodes[0].replay(history: 0, in: quiet).position }
        }
        post(60, bytes: 100_000, in: busy)
        #expect(count(quiet) == 0)

        let lost = mesh.nodes[0].replay(after: position, in: quiet).lost
        // Who has heard some of them may have missed all but those: which of them stood where is not known.
        #expect(heard == 20 ? lost == 0 : (UInt64(20 - heard)...20).contains(lost))
    }

    @Test mutating func `forgets channels of which nothing is held and that nobody uses`() {
        for number in 0..<9000 {
            let channel = mesh.nodes[0].openChannel(.relay, named: [UInt8(number / 256), UInt8(number % 256)])
            post(1, bytes: 1, in: channel)
            mesh.nodes[0].closeChannel(channel)
        }
        #expect(mesh.nodes[0].messageMemory <= Self.bytes)
        #expect((3000..<6500).contains(mesh.nodes[0].channels.count { $0 != nil }))
    }
}
