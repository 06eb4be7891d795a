import Bytes
import Reactor
import Testing

@testable import BroadcastMesh
@testable import Gossip

@Suite("What a node has to do with its peers", .computing, .timeLimit(.minutes(10))) struct PeersTests {
    private var alpha: PeerSide
    private var bravo: PeerSide

    /// Holds a connection open and says nothing.
    private final class Stranger {
        let socket: Socket

        init(_ socket: consuming Socket) { self.socket = socket }
    }

    @Test func `pays for everything that peers have it do, and not for messages alone`() {
        var turn = Peers.Turn(now: Moment(monotonic: 0, wall: 0), portion: 1024, budget: TurnBudget())
        let before = GossipCounters()
        var after = before
        after.work.items = 10
        after.work.changes = 20
        after.work.notes = 100
        turn.pay(from: before, to: after, bytes: 2048)
        let price = TurnBudget.call + 2 * TurnBudget.kilobyte + (30 + 60 + 100) * TurnBudget.message
        #expect(TurnBudget.turn - turn.budget.left == price)
    }

    @Test func `share what a turn gives them with those who wait`() {
        var turn = Peers.Turn(now: Moment(monotonic: 0, wall: 0), portion: 1024, budget: TurnBudget())
        let all = TurnBudget.turn - turn.budget.reserve(for: .links)
        turn.share(with: 3)
        turn.budget.spend(all / 4 - 1)
        #expect(turn.isOpen)
        turn.budget.spend(1)
        #expect(!turn.isOpen)

        // The last has what the others left.
        turn.share(with: 0)
        turn.budget.spend(all * 3 / 4 - 1)
        #expect(turn.isOpen)
        turn.budget.spend(1)
        #expect(!turn.isOpen)
    }

    @Test func `pays for what time has it do for them`() throws {
        var (side, _) = try Self.sides(over: "tcp")
        let zulu = side.gossip.logs.member(namedOrNew: "zulu")
        for epoch in 1...100 as ClosedRange<UInt64> {
            let run = side.gossip.addRun(epoch, of: zulu)
            _ = side.gossip.repair.noteMissing(of: run, isOverdue: false, at: side.now)
        }

        var turn = Peers.Turn(now: side.now, portion: 1024, budget: TurnBudget())
        side.peers.runTimers(with: &side.gossip, in: &turn)
        #expect(TurnBudget.turn - turn.budget.left == 100 * TurnBudget.message)
    }

    @Test(arguments: ["tcp", "udp"])
    func `pays for a connection that ends as for all runs of which it may have brought something`(
        transport: String
    ) throws {
        var (alpha, bravo) = try Self.sides(over: transport)
        Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        let zulu = alpha.gossip.logs.member(namedOrNew: "zulu")
        for epoch in 1...1600 as ClosedRange<UInt64> { _ = alpha.gossip.addRun(epoch, of: zulu) }

        let before = alpha.spent
        alpha.loseLinks(isWritten: false)
        #expect(!alpha.hasLink)
        #expect(alpha.spent - before >= 1600 / GossipNode.runsPerNote * TurnBudget.message)
    }

    private static func sides(over transport: String) throws -> (PeerSide, PeerSide) {
        let mesh = try LinkedNodesTests.line(["alpha", "bravo"], transport: transport)
        return (try PeerSide("alpha", of: mesh), try PeerSide("bravo", of: mesh))
    }

    init() throws {
        (alpha, bravo) = try Self.sides(over: "tcp")
    }

    /// Lets both have turns until something holds, or for twenty seconds not.
    private static func run(
        _ alpha: inout PeerSide,
        _ bravo: inout PeerSide,
        until condition: (PeerSide, PeerSide) -> Bool
    ) {
        let end = Clock.monotonic() + 20_000_000_000
        while !condition(alpha, bravo), Clock.monotonic() < end {
            alpha.turn()
            bravo.turn()
        }
    }

    @Test(arguments: [false, true])
    func `are taken in while strangers hold more connections open than may wait`(isSealed: Bool) throws {
        // Most of its nodes have no link to bravo, so nothing is kept for them.
        var mesh = try LinkedNodesTests.line(["charlie", "delta", "echo", "alpha", "bravo"], transport: "tcp")
        if isSealed { mesh.keys = [Secret(Array("a key that is long enough to be one".utf8))] }
        var (alpha, bravo) = (try PeerSide("alpha", of: mesh), try PeerSide("bravo", of: mesh))
        let gate = try #require(bravo.peers.lines.listeners?.addresses.first)
        let full = bravo.peers.settings.links.count + bravo.peers.lines.strangers
        let network = bravo.peers.network
        let crowd = try (0..<(2 * full)).map { _ in Stranger(try network.connect(to: gate)) }
        let end = Clock.monotonic() + 3_000_000_000
        while bravo.peers.lines.count < full, Clock.monotonic() < end { bravo.turn() }
        Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        #expect(bravo.hasLink)

        // They are there still, and hold what they may.
        #expect(bravo.peers.lines.count == full)
        #expect(crowd.count == 2 * full)
    }

    @Test(.needsOpenSSL) func `are taken in with a key though strangers come faster than they answer`() throws {
        var mesh = try LinkedNodesTests.line(["alpha", "bravo"], transport: "tcp")
        mesh.keys = [Secret(Array("a key that is long enough to be one".utf8))]
        var (alpha, bravo) = (try PeerSide("alpha", of: mesh), try PeerSide("bravo", of: mesh))
        let gate = try #require(bravo.peers.lines.listeners?.addresses.first)
        var crowd: [Stranger] = []
        let end = Clock.monotonic() + 5_000_000_000
        while !bravo.hasLink, Clock.monotonic() < end {
            alpha.turn()
            // Twice as many as may wait knock before alpha says anything again.
            for _ in 0..<(2 * bravo.peers.lines.strangers) {
                crowd.append(Stranger(try bravo.peers.network.connect(to: gate)))
                bravo.turn()
            }
        }
        #expect(bravo.hasLink, "after \(crowd.count) strangers")
    }

    /// Two nodes, of which alpha dials bravo by the name of a host.
    private static func named(_ ports: [UInt16], at port: UInt16) throws -> MeshConfiguration {
        try MeshConfiguration(
            parsing: Array(
                #"""
                { "nodes": [
                  { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])",
                    "peers": [{ "name": "bravo", "transport": "tcp", "address": "localhost:\#(port)" }] },
                  { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
                ] }
                """#.utf8
            )
        )
    }

    /// The ports of the hosts that are asked for.
    private static func askedPorts(_ side: inout PeerSide) -> [UInt16] {
        var turn = Peers.Turn(now: side.now, portion: 1024, budget: TurnBudget())
        side.peers.runTimers(with: &side.gossip, in: &turn)
        return side.peers.takeDirectives().compactMap { directive -> UInt16? in
            guard case .resolve(let endpoint, _) = directive else { return nil }
            return endpoint.port
        }
    }

    // A host is being asked for, or a connection to it does not stand yet.
    @Test(arguments: [false, true])
    func `are sought where they are now, whatever comes of where they were`(isConnecting: Bool) throws {
        let ports = FreePorts.take(3)
        let (before, after) = (ports[1], ports[2])
        var alpha = try PeerSide("alpha", of: Self.named(ports, at: before))
        let bravo = try PeerSide("bravo", of: Self.named(ports, at: before))
        let askedFirst = Self.askedPorts(&alpha)
        #expect(askedFirst == [before])
        let found = [SocketAddress.loopback(port: before)]
        let now = alpha.now
        if isConnecting {
            alpha.peers.handleAddresses(found, of: 0, with: &alpha.gossip, at: now)
            #expect(alpha.peers.lines.count == 1)
        }

        let moved = PeersSettings(try Self.named(ports, at: after), of: "alpha")
        alpha.peers.reconfigure(moved, sealedBy: nil, with: &alpha.gossip, at: now.monotonic)
        alpha.work(isWritten: true)
        if !isConnecting { alpha.peers.handleAddresses(found, of: 0, with: &alpha.gossip, at: now) }

        #expect(alpha.peers.lines.count == 0)
        let askedThen = Self.askedPorts(&alpha)
        #expect(askedThen == [after])
        #expect(!bravo.hasLink)
    }

    @Test func `are rid of a connection on which nothing could be begun`() throws {
        var alpha = alpha
        let gate = try #require(alpha.peers.lines.listeners?.addresses.first)
        let socket = try alpha.peers.network.connect(to: gate)
        let line = try alpha.peers.add(socket, to: gate, dial: nil, stage: .accepted, for: .read)
        alpha.flush(at: alpha.now)
        alpha.peers.end(.line(line), because: .sealing("no memory"))
        alpha.work(isWritten: true)
        #expect(alpha.peers.lines.count == 0)
    }

    @Test(arguments: ["tcp", "udp"])
    func `say at both ends which versions they speak where these have none in common, and that once`(
        transport: String
    ) throws {
        var (alpha, bravo) = try Self.sides(over: transport)
        bravo.gossip.settings.speech.versions = 3...4
        let (older, newer) = ("this node version 2: give this node", "this node versions 3 to 4: give the peer")
        Self.run(&alpha, &bravo) { $0.told(older) && $1.told(newer) }
        #expect(alpha.told(older) && bravo.told(newer), "\(alpha.paper.lines) \(bravo.paper.lines)")

        // They try again, and say no more of it.
        let end = Clock.monotonic() + 500_000_000
        while Clock.monotonic() < end {
            alpha.turn()
            bravo.turn()
        }
        #expect(!alpha.hasLink && !bravo.hasLink)
        for side in [alpha, bravo] {
            #expect(side.paper.lines.count { $0.contains("closed a connection") } == 1, "\(side.paper.lines)")
        }
    }

    @Test(arguments: ["tcp", "udp"])
    func `brings what one posts to the other`(transport: String) throws {
        var (alpha, bravo) = try Self.sides(over: transport)
        Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        alpha.post("x")
        Self.run(&alpha, &bravo) { $1.gossip.counters.received > 0 }
        #expect(bravo.gossip.counters.received == 1)
    }

    // On TCP they are no more than what was decided before, and how far the node is.
    @Test(arguments: [("udp", true), ("udp", false), ("tcp", false)])
    func `has last words on a link only when all is written`(transport: String, isWritten: Bool) throws {
        var (alpha, bravo) = try Self.sides(over: transport)
        Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        alpha.post("x")
        alpha.loseLinks(isWritten: isWritten)
        #expect(!alpha.hasLink)

        // From here on only the other side has turns.
        let end = Clock.monotonic() + (isWritten ? 20_000_000_000 : 300_000_000)
        while bravo.gossip.counters.received == 0, Clock.monotonic() < end { bravo.turn() }
        #expect(bravo.gossip.counters.received == (isWritten ? 1 : 0))
    }

    @Test func `goes on by itself over UDP when the kernel had no room`() throws {
        var (alpha, bravo) = try Self.sides(over: "udp")
        Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        let now = alpha.now
        alpha.peers.port?.room.handleSend(isComplete: false, at: now.monotonic)
        alpha.post("x")
        alpha.flush(at: now)
        let deadline = alpha.peers.deadline(with: &alpha.gossip, at: now)
        #expect(deadline == now.monotonic + DatagramRoom.pause)

        // No socket tells anything.
        let later = Moment(monotonic: now.monotonic + DatagramRoom.pause, wall: now.wall)
        alpha.flush(at: later)
        let end = Clock.monotonic() + 20_000_000_000
        while bravo.gossip.counters.received == 0, Clock.monotonic() < end { bravo.turn() }
        #expect(bravo.gossip.counters.received == 1)
    }

    // Of 25 links over UDP with 192 packets each, all at once would take 20 ms.
    @Test func `sends over UDP what a turn may spend, and the rest in the next, to each in its turn`() throws {
        let mesh = try LinkedNodesTests.line(["bravo", "alpha", "charlie"], transport: "udp")
        var alpha = try PeerSide("alpha", of: mesh)
        var others = try ["bravo", "charlie"].map { try PeerSide($0, of: mesh) }
        let end = Clock.monotonic() + 20_000_000_000
        while alpha.gossip.linkReports.count < 2, Clock.monotonic() < end {
            alpha.turn()
            for index in others.indices { others[index].turn() }
        }
        try #require(alpha.gossip.linkReports.count == 2)

        alpha.post("x")
        let now = alpha.now
        let first = alpha.peers.unflushed.path
        alpha.flush(at: now, spending: 1)
        let second = try #require(alpha.peers.unflushed.path)
        #expect(first == nil)
        let deadline = alpha.peers.deadline(with: &alpha.gossip, at: now)
        #expect(deadline == now.monotonic)
        alpha.flush(at: now, spending: 1)
        #expect(alpha.peers.unflushed.path != second, "the same path came first again")
        while others.contains(where: { $0.gossip.counters.received == 0 }), Clock.monotonic() < end {
            for index in others.indices { others[index].turn() }
        }
        #expect(others.allSatisfy { $0.gossip.counters.received == 1 })
    }

    @Test func `is over for everybody when the node stops, and nobody is dialed again`() throws {
        var (alpha, bravo) = (alpha, bravo)
        Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        alpha.gossip.stop()
        alpha.flush(at: alpha.now)
        alpha.peers.stop()
        alpha.work(isWritten: true)
        alpha.peers.finish()
        #expect(!alpha.hasLink)
        #expect(alpha.peers.lines.count == 0)
        #expect(alpha.peers.dialer.deadline == nil)
        Self.run(&alpha, &bravo) { !$1.hasLink }
        #expect(!bravo.hasLink)
    }

    @Test func `closes once what was to be closed twice`() throws {
        var (alpha, bravo) = (alpha, bravo)
        Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        let line = try #require(alpha.peers.lines.all.first)
        alpha.peers.end(.line(line), because: .disconnected("lost"))
        alpha.peers.end(.line(line), because: .disconnected("lost again"))
        alpha.work(isWritten: true)
        #expect(alpha.peers.lines.count == 0)
    }
}
