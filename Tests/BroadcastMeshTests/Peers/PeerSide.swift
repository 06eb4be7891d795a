import Gossip
import Reactor
import Testing

@testable import BroadcastMesh

/// The peers of a node and its gossip, driven by hand: everything counts as ready in every turn.
struct PeerSide {
    var peers: Peers
    var gossip: GossipNode

    /// What it told.
    let paper = LogTests.Paper()

    /// How far its clock was set forward.
    var skew: Int64 = 0

    /// What the last turn paid for, and then what was closed, in nanoseconds.
    private(set) var spent = 0

    init(_ name: String, of mesh: MeshConfiguration, on network: (any Network)? = nil) throws {
        let loop = try EventLoop()
        // Its thread is not needed: nobody waits here.
        loop.stop()
        peers = Peers(
            PeersSettings(mesh, of: name),
            sealedBy: try LinkSeal(mesh.keys),
            on: network ?? loop.network,
            in: LinuxWorld(),
            log: Log(node: name, to: paper.write)
        )
        let node = try #require(mesh.node(named: name))
        gossip = GossipNode(
            name: name,
            epoch: 1,
            bootNonce: 1,
            settings: GossipSettings(mesh, of: node)
        )
        peers.admit(strangers: 8)
        try peers.open(on: [.loopback(port: node.gossip.port)], at: Clock.monotonic())
    }

    var now: Moment { Moment(monotonic: Clock.monotonic() + skew, wall: Clock.wall()) }

    /// The sockets that there are.
    private var tokens: [Token] {
        [Token(.gossipListener), Token(.gossipDatagrams)] + peers.lines.all.map(\.token)
    }

    mutating func turn() {
        let now = now
        var turn = Peers.Turn(now: now, portion: Peers.portion, budget: TurnBudget())
        peers.runTimers(with: &gossip, in: &turn)
        for token in tokens {
            let event = ReadyEvent(token: token.rawValue, isReadable: true, isWritable: true)
            peers.handle(event, of: token, with: &gossip, in: &turn)
        }
        spent = TurnBudget().left - turn.budget.left
        for event in gossip.takeEvents() { peers.handle(event, with: gossip, at: now.monotonic) }
        flush(at: now)
        work(isWritten: true)
    }

    /// The proof that all is written: nothing is written here.
    private mutating func committed() -> Committed? {
        var store = Store()
        return store.commit(&gossip, at: now)
    }

    /// Sends peers what they lack.
    mutating func flush(at now: Moment, spending allowance: Int = Peers.flushBudget) {
        guard let committed = committed() else { return }
        peers.flush(committed, with: &gossip, at: now, spending: allowance)
    }

    /// Closes what is to be closed.
    mutating func work(isWritten: Bool) {
        for directive in peers.takeDirectives() {
            guard case .close(let carrier, let reason) = directive else { continue }
            let committed = isWritten ? committed() : nil
            var budget = TurnBudget()
            peers.close(carrier, because: reason, committed, with: &gossip, at: now, &budget)
            spent += TurnBudget().left - budget.left
        }
        gossip.settle(at: now)
    }

    /// Posts a message of 125 bytes at most.
    mutating func post(_ text: String, in channel: String = "") {
        let channel = gossip.openChannel(.relay, named: Array(channel.utf8))
        _ = gossip.post(in: channel, at: now) { _ in [0x82, UInt8(text.utf8.count)] + Array(text.utf8) }
    }

    /// Posts a message that fits no datagram.
    mutating func post(bytes count: Int) {
        let channel = gossip.openChannel(.relay, named: [])
        let length = (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        _ = gossip.post(in: channel, at: now) { _ in [0x82, 127] + length + payload }
    }

    mutating func loseLinks(isWritten: Bool) {
        for line in peers.lines.all { peers.end(.line(line), because: .disconnected("lost")) }
        for path in peers.port?.all ?? [] { peers.end(.path(path), because: .disconnected("lost")) }
        work(isWritten: isWritten)
    }

    var hasLink: Bool { gossip.linkReports.count == 1 }

    /// What it holds, channel by channel.
    var figures: [ChannelFigures] { gossip.channels.indices.compactMap { gossip.channels.figures(of: $0) } }

    /// Whether it told something that has these words.
    func told(_ words: String) -> Bool { paper.lines.contains { $0.contains(words) } }
}
