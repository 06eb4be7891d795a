import Gossip
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Peers of a node without a key", .computing) struct UnguardedPeersTests {
    private static let near = SocketAddress(127, 0, 0, 9, port: 7)
    private static let far = SocketAddress(192, 0, 2, 9, port: 7)

    private let network = PipeNetwork()
    private let side: PeerSide

    init() throws {
        let mesh = try MeshConfiguration(nodes: [.init("alpha", gossip: "127.0.0.1:7")])
        side = try PeerSide("alpha", of: mesh, on: network)
    }

    @Test(arguments: [(near, 1), (far, 0)])
    func `knock from this machine only`(address: SocketAddress, count: Int) {
        var side = side
        network.knock(from: address)
        let token = Token(.gossipListener)
        let event = ReadyEvent(token: token.rawValue, isReadable: true, isWritable: false)
        var turn = Peers.Turn(now: side.now, portion: Peers.portion, budget: TurnBudget())
        side.peers.handle(event, of: token, with: &side.gossip, in: &turn)

        #expect(side.peers.lines.count == count)
    }

    @Test(arguments: [(near, 1), (far, 0)])
    func `are answered over UDP on this machine only`(address: SocketAddress, count: Int) throws {
        var side = side
        let now = side.now
        var (path, frames, greeting) = (DatagramPath(dialing: 9, frameLimit: 1 << 20), [UInt8](), [UInt8]())
        let link = side.gossip.openLink(expecting: nil, over: .udp, at: now)
        side.gossip.produce(for: link, into: &frames, limit: 1000, at: now)
        path.append(frames.span)
        let isMade = path.produce(into: &greeting, at: now)
        #expect(isMade)
        let port = try #require(side.peers.port)
        side.peers.unseal(greeting.span, from: address, at: port, with: &side.gossip, at: now)

        #expect(port.outbox.count == count)
    }

    @Test(arguments: [[far], [near, far]])
    func `are waited for at no address that others reach`(addresses: [SocketAddress]) {
        var side = side
        let (before, now) = (network.calls, side.now.monotonic)
        let error = #expect(throws: SystemError.self) { try side.peers.open(on: addresses, at: now) }

        #expect(error?.description.hasPrefix("bind without a \"key\" 192.0.2.9:7, not loopback") == true)
        #expect(network.calls == before)
    }
}
