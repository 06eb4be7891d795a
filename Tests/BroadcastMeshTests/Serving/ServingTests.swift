import Bytes
import Glibc
import Gossip
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Serving clients", .computing, .timeLimit(.minutes(10))) struct ServingTests {
    private var serving: Serving
    private var gossip: GossipNode
    private var budget = TurnBudget()
    private let address: SocketAddress
    private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    init() throws {
        let json = #"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:7081" }] }"#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        let loop = try EventLoop()
        // Its thread is not needed: nobody waits here.
        loop.stop()
        serving = Serving(ServingSettings(mesh), on: loop.network, log: .silent, at: now.monotonic)
        serving.admit(DescriptorBudget(limit: 40, open: 20, peers: 0))
        address = try serving.open(on: [.loopback(port: 0)])
        gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings(mesh, of: mesh.nodes[0]))
    }

    /// Connects, and takes the other end in.
    private mutating func come() throws -> (socket: ListeningSocket, client: Client) {
        let socket = ListeningSocket(try LinuxNetwork().connect(to: address))
        let before = serving.connectionCount
        while serving.connectionCount == before { _ = serving.acceptClients(at: 0, with: gossip, &budget) }
        return (socket, try #require(serving.everybody.last))
    }

    /// Connects, and gives the other end a place in a channel, as if it had asked for that.
    private mutating func attach() throws -> (socket: ListeningSocket, client: Client) {
        let (socket, client) = try come()
        _ = client.open()
        serving.attach(client, to: gossip.openChannel(.relay, named: []), with: &gossip)
        serving.advanceWokenClients(with: &gossip, &budget)
        return (socket, client)
    }

    private mutating func post(_ byte: UInt8) throws {
        _ = gossip.post(in: gossip.openChannel(.relay, named: []), at: now) { _ in [0x82, 1, byte] }
        try giveGrown()
    }

    /// Gives what there is, with a proof that it is written: nothing is written here.
    private mutating func giveGrown() throws {
        var store = Store()
        let committed = store.commit(&gossip, at: now)
        serving.giveGrown(try #require(committed), with: &gossip, &budget)
    }

    /// What has come to a socket, once it is so much.
    private func bytes(_ count: Int, of socket: borrowing Socket) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 100)
        var bytes: [UInt8] = []
        while bytes.count < count {
            if case .bytes(let count) = try socket.receive(into: &buffer, limit: 100) { bytes += buffer[..<count] }
        }
        return bytes
    }

    @Test mutating func `gives what a channel grew by to all who are live, once`() throws {
        let (first, second) = (try attach(), try attach())
        #expect(serving.attached == 2)
        #expect(first.client.seat?.memberIndex != nil)
        try post(1)
        try post(2)
        for (socket, _) in [first, second] {
            #expect(try bytes(6, of: socket.socket) == [0x82, 1, 1, 0x82, 1, 2])
        }
        #expect(serving.delivered == 4)
        try giveGrown()
        #expect(serving.delivered == 4)
    }

    @Test mutating func `gives what is for one alone before what follows for all`() throws {
        let (socket, client) = try attach()
        serving.fallBehind(client)
        client.put { $0.append([0x89, 0]) }
        try post(1)
        serving.advance(client, with: &gossip, &budget)
        #expect(try bytes(5, of: socket.socket) == [0x89, 0, 0x82, 1, 1])
        #expect(client.seat?.memberIndex != nil)
    }

    @Test(arguments: ["drop", "close", "end"])
    mutating func `tells once that a client has left its channel`(way: String) throws {
        let (_, client) = try attach()
        switch way {
        case "drop": serving.drop(client)
        case "close": serving.close(client, code: 1001, reason: "", with: &gossip, &budget)
        default: serving.handleClose(1000, from: client, with: &gossip, &budget)
        }
        serving.drop(client)
        let channels = serving.takeDirectives().map { directive in
            if case .left(let channel, _) = directive { channel } else { -1 }
        }
        #expect(channels == [0])
        #expect(serving.attached == 0)
        #expect(serving.connectionCount == 0)
        try post(1)
        #expect(serving.delivered == 0)
    }

    @Test mutating func `finds who is one too many as soon as it has come`() throws {
        serving.admit(DescriptorBudget(limit: 40, open: 23, peers: 0))
        _ = try come()
        let second = ListeningSocket(try LinuxNetwork().connect(to: address))
        var excess: [Client] = []
        while excess.isEmpty { excess = serving.acceptClients(at: 0, with: gossip, &budget) }
        #expect(excess.map(\.reference) == [try #require(serving.everybody.last).reference])
        #expect(second.socket.number.rawValue >= 0)
    }

    @Test mutating func `tells everybody that nobody can be taken in, however many come`() throws {
        serving.admit(DescriptorBudget(limit: 40, open: 23, peers: 0))
        let room = 1 + DescriptorBudget(limit: 40, open: 23, peers: 0).refusals
        var sockets: [ListeningSocket] = []
        for _ in 0..<room { sockets.append(try come().socket) }

        let word = Array("no room".utf8)
        for _ in 0..<3 {
            let socket = ListeningSocket(try LinuxNetwork().connect(to: address))
            var buffer = [UInt8](repeating: 0, count: 100)
            var told: [UInt8] = []
            var hasEnded = false
            while !hasEnded {
                _ = serving.acceptClients(at: 0, with: gossip, refusingWith: { word }, &budget)
                switch try socket.socket.receive(into: &buffer) {
                case .bytes(let count): told += buffer[..<count]
                case .ended: hasEnded = true
                case .wouldBlock: break
                }
            }
            #expect(told == word)
        }
        #expect(serving.connectionCount == room)
        #expect(sockets.count == room)
    }

    /// Sends a client a mebibyte, and lets four minutes pass in which nothing comes from it.
    ///
    /// - Parameter portion: How much it reads between two looks after it, in bytes.
    /// - Returns: After how many seconds it was given up; `nil` if it was not.
    /// - Throws: When it finds its connection cut.
    private mutating func look(afterOneThatReads portion: Int) throws -> Int64? {
        let (socket, client) = try attach()
        let start = serving.timing.now
        limitReceiving(of: socket.socket)
        serving.fallBehind(client)
        client.put { $0.append([UInt8](repeating: 0, count: 1 << 20)) }
        serving.advance(client, with: &gossip, &budget)
        var buffer = [UInt8](repeating: 0, count: 4096)
        for seconds in stride(from: Int64(20), through: 240, by: 20) {
            var left = portion
            while left > 0 {
                if case .bytes(let count) = try socket.socket.receive(into: &buffer, limit: min(left, 4096)) {
                    left -= count
                } else {
                    // Each time in another turn.
                    budget = TurnBudget()
                    serving.advance(client, with: &gossip, &budget)
                }
            }
            serving.setTime(to: start + seconds * 1_000_000_000)
            serving.handleHeartbeat(client.reference, isUnheard: false, with: &gossip, &budget)
            if serving.client(client.reference) == nil { return seconds }
        }
        return nil
    }

    /// Has little arrive before it is read, as on a thin line.
    private func limitReceiving(of socket: borrowing Socket) {
        var size: CInt = 4096
        // Safe: the kernel reads one integer.
        _ = unsafe setsockopt(
            socket.number.rawValue,
            SOL_SOCKET,
            SO_RCVBUF,
            &size,
            socklen_t(MemoryLayout<CInt>.size)
        )
    }

    @Test mutating func `gives up who neither says nor reads anything, and not who reads slowly`() throws {
        #expect(try look(afterOneThatReads: 64 << 10) == nil)
        #expect(try #require(try look(afterOneThatReads: 0)) >= 60)
    }

    @Test mutating func `takes it for a sign of life that a client reads what is before the ping`() throws {
        let (socket, client) = try attach()
        limitReceiving(of: socket.socket)
        serving.fallBehind(client)
        client.put { $0.append([UInt8](repeating: 0, count: 1 << 20)) }
        serving.advance(client, with: &gossip, &budget)
        serving.askForSign(client, with: &gossip, &budget)
        var buffer = [UInt8](repeating: 0, count: 4096)
        var left = 256 << 10
        while left > 0 {
            if case .bytes(let count) = try socket.socket.receive(into: &buffer, limit: 4096) {
                left -= count
            } else {
                budget = TurnBudget()
                serving.advance(client, with: &gossip, &budget)
            }
        }
        serving.setTime(to: now.monotonic + Patience.sign)
        serving.handleMissingSign(client.reference, isUnheard: false)
        #expect(serving.client(client.reference) != nil)
    }

    @Test mutating func `waits ten seconds for a request, and as much longer as the node was away`() throws {
        let (_, client) = try come()
        serving.setTime(to: now.monotonic + Patience.head - 1)
        #expect(serving.takeLate(client.reference) == nil)
        serving.excuse(5_000_000_000)
        serving.setTime(to: now.monotonic + Patience.head)
        #expect(serving.takeLate(client.reference) == nil)
        serving.setTime(to: now.monotonic + Patience.head + 5_000_000_000)
        #expect(serving.takeLate(client.reference)?.kind == .head)
    }

    /// A node that has "r" of bravo, and four later runs of that which it has not heard of: they have nothing in the channel
    /// of "r", and tell of no run before them.
    ///
    /// - Returns: The runs, and who has seen them.
    private mutating func forgetfulRuns() throws -> (runs: [GossipNode], seen: Position) {
        var settings = GossipSettings()
        settings.neighbours = ["alpha", "bravo"]
        settings.acquaintanceTime = 0
        let epoch = UInt64(now.wall / 1000)
        gossip = GossipNode(name: "alpha", epoch: epoch, bootNonce: 1, settings: settings)
        var runs: [GossipNode] = []
        var ids: [MessageID] = []
        for number in 0..<5 as Range<UInt64> {
            var run = GossipNode(name: "bravo", epoch: epoch + number, bootNonce: 2 + number, settings: settings)
            let channel = run.openChannel(.relay, named: number == 0 ? [] : [1])
            ids.append(run.post(in: channel, at: now) { _ in [0x82, 1, UInt8(ascii: "r")] }.id)
            runs.append(run)
        }
        try hear(&runs[0])
        try giveGrown()
        return (Array(runs[1...]), Position(Array(ids[1...])))
    }

    /// Brings the node all that a run of another has.
    private mutating func hear(_ run: inout GossipNode) throws {
        let own = gossip.openLink(expecting: nil, over: .tcp, at: now)
        let other = run.openLink(expecting: "alpha", over: .tcp, at: now)
        while gossip.hasOutput(own, at: now) || run.hasOutput(other, at: now) {
            var bytes: [UInt8] = []
            if gossip.hasOutput(own, at: now) { gossip.produce(for: own, into: &bytes, limit: 64 << 10, at: now) }
            try run.receive(bytes.span, on: other, at: now)
            bytes = []
            if run.hasOutput(other, at: now) { run.produce(for: other, into: &bytes, limit: 64 << 10, at: now) }
            try gossip.receive(bytes.span, on: own, at: now)
        }
        gossip.closeLink(own, reason: .disconnected("it went"), at: now)
        _ = gossip.takeEvents()
    }

    @Test mutating func `looks again for who waits for what is hidden, though its channel gains nothing`() throws {
        var (runs, seen) = try forgetfulRuns()
        let channel = gossip.openChannel(.relay, named: [])
        var looks = Looks()
        let (reading, lost) = gossip.replay(after: seen, in: channel, looks: &looks)
        let (socket, client) = try come()
        _ = client.open()
        serving.attach(client, to: channel, reading: reading, with: &gossip)
        serving.advanceWokenClients(with: &gossip, &budget)
        #expect(client.seat?.isWaiting == true && serving.delivered == 0 && lost == 0)

        for number in runs.indices { try hear(&runs[number]) }
        try giveGrown()
        serving.setTime(to: now.monotonic + Attendance.checkInterval)
        serving.closeOvertakenClients(with: &gossip, &budget)
        serving.advanceWokenClients(with: &gossip, &budget)

        try #require(serving.delivered == 1)
        #expect(try bytes(3, of: socket.socket) == [0x82, 1, UInt8(ascii: "r")])
        #expect(client.seat?.memberIndex != nil)
    }

    @Test mutating func `has news for a program from which messages were hidden, though its channel has none`() throws {
        var (runs, seen) = try forgetfulRuns()
        var listener = Listener(to: gossip.openChannel(.relay, named: []), after: seen, with: &gossip)
        var store = Store()
        let committed = store.commit(&gossip, at: now)
        var looks = Looks(atMost: Listener.portionLooks)
        guard case .wait = listener.next(try #require(committed), with: &gossip, looks: &looks) else {
            Issue.record("it was given something")
            return
        }
        #expect(!listener.hasNews(with: &gossip))

        for number in runs.indices { try hear(&runs[number]) }
        #expect(listener.hasNews(with: &gossip))
    }
}
