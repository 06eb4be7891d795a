import Gossip
import Testing

@testable import BroadcastMesh

@Suite("A key that is replaced while nodes run", .computing, .needsOpenSSL, .timeLimit(.minutes(10)))
struct KeyChangeTests {
    private static let old = "the old key of sixteen"
    private static let new = "the new key of sixteen"

    private static func mesh(_ mesh: MeshConfiguration, _ keys: [String]) -> MeshConfiguration {
        var mesh = mesh
        mesh.keys = keys.map { Secret(Array($0.utf8)) }
        return mesh
    }

    private static func reconfigure(_ side: inout PeerSide, to mesh: MeshConfiguration, of name: String) throws {
        let settings = PeersSettings(mesh, of: name)
        let now = side.now.monotonic
        side.peers.reconfigure(settings, sealedBy: try LinkSeal(mesh.keys), with: &side.gossip, at: now)
    }

    private static func run(
        _ alpha: inout PeerSide,
        _ bravo: inout PeerSide,
        until condition: (PeerSide, PeerSide) -> Bool
    ) -> Bool {
        let start = alpha.now.monotonic
        while alpha.now.monotonic - start < 20_000_000_000 {
            alpha.turn()
            bravo.turn()
            if condition(alpha, bravo) { return true }
            alpha.skew += 1_000_000
            bravo.skew += 1_000_000
        }
        return false
    }

    /// By which key the link of a node is sealed.
    private static func key(of side: PeerSide) -> String? {
        side.peers.lines.all.first?.stream.keyName
            ?? side.peers.port?.all.first.flatMap { side.peers.port?.sealing?.keyName(of: $0.path.identity) }
    }

    @Test(arguments: ["tcp", "udp"])
    func `keeps each link while its key is taken, and opens it again by the other key then`(transport: String) throws {
        let plain = try LinkedNodesTests.line(["alpha", "bravo"], transport: transport)
        var alpha = try PeerSide("alpha", of: Self.mesh(plain, [Self.old]))
        var bravo = try PeerSide("bravo", of: Self.mesh(plain, [Self.old]))
        let isUp = Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        #expect(isUp)
        let first = try #require(Self.key(of: alpha))

        // Node by node: both are taken, then the other is proven.
        for keys in [[Self.old, Self.new], [Self.new, Self.old]] {
            try Self.reconfigure(&alpha, to: Self.mesh(plain, keys), of: "alpha")
            alpha.post("x")
            let received = bravo.gossip.counters.received
            let hasCome = Self.run(&alpha, &bravo) { $1.gossip.counters.received > received }
            #expect(hasCome)
            try Self.reconfigure(&bravo, to: Self.mesh(plain, keys), of: "bravo")
            let isStill = Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
            #expect(isStill)
            #expect(!alpha.told("link down") && !bravo.told("link down"))
            #expect(Self.key(of: alpha) == first)
        }

        // The first of them is taken no more, on one side and then on the other.
        try Self.reconfigure(&alpha, to: Self.mesh(plain, [Self.new]), of: "alpha")
        let isAgain = Self.run(&alpha, &bravo) { alpha, bravo in
            alpha.hasLink && bravo.hasLink && Self.key(of: alpha).map { $0 != first } == true
        }
        #expect(isAgain)
        #expect(alpha.told("the link is opened again"))
        try Self.reconfigure(&bravo, to: Self.mesh(plain, [Self.new]), of: "bravo")
        alpha.post("y")
        let received = bravo.gossip.counters.received
        let hasCome = Self.run(&alpha, &bravo) { $1.gossip.counters.received > received }
        #expect(hasCome)
    }

    @Test(arguments: [("10.0.0.1:7081", true), ("0.0.0.0:7081", true), ("127.0.0.1:7081", false), ("[::1]:7", false)])
    func `is taken away only from a node that nobody else reaches where it is`(gossip: String, stays: Bool) throws {
        let guarded = try MeshConfiguration(
            nodes: [.init("alpha", gossip: gossip)],
            keys: [Secret(Array(Self.old.utf8))]
        )
        let settings = try NodeSettings("alpha", of: guarded, log: .silent)
        // The file moves the node to loopback; the node stays where it is.
        let open = try MeshConfiguration(nodes: [.init("alpha", gossip: "127.0.0.1:7081")])
        guard stays else {
            #expect(try settings.changed(to: open).mesh.keys.isEmpty)
            return
        }
        let error = #expect(throws: MeshNodeError.self) { try settings.changed(to: open) }
        let start = "key: the node stays at \(gossip), which is not loopback, "
        #expect(error?.description.hasPrefix(start) == true)
        #expect(error?.description.hasSuffix("; stop the node to take the key away") == true)
        #expect(try settings.changed(to: guarded).mesh.keys.count == 1)
    }

    @Test(arguments: ["tcp", "udp"])
    func `keeps who holds only the old key out from then on`(transport: String) throws {
        let plain = try LinkedNodesTests.line(["alpha", "bravo"], transport: transport)
        var alpha = try PeerSide("alpha", of: Self.mesh(plain, [Self.old]))
        var bravo = try PeerSide("bravo", of: Self.mesh(plain, [Self.old]))
        let isUp = Self.run(&alpha, &bravo) { $0.hasLink && $1.hasLink }
        #expect(isUp)
        try Self.reconfigure(&bravo, to: Self.mesh(plain, [Self.new]), of: "bravo")
        let isRefused = Self.run(&alpha, &bravo) { !$1.hasLink && $1.told("give every node the same") }
        #expect(isRefused)
    }
}
