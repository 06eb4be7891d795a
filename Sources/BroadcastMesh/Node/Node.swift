import Bytes
import Gossip
import HTTP
import Reactor

/// One node of a mesh, as a value: it has no thread, waits for nothing, and knows no time but its world's.
///
/// Whoever drives it gives it a ``turn(_:)`` whenever sockets are ready or a deadline has passed, does what it finds in
/// ``takeDirectives()``, and tells what came of that with ``handle(_:)``. ``MeshNode`` does so on a thread; a simulator
/// does so with as many nodes as it likes.
///
///            events                     facts
///              │                          │
///            turn ──▶ next deadline     handle
///              └──────── directives ◀─────┘
///
/// It owns the parts, each of which knows none of the others: what takes several of them stands here.
///
///     clients ──frames──▶ GossipNode ──entries──▶ links
///        ▲                    │
///        └── fan-out ◀── channels: logs of ready frames
struct Node: ~Copyable {
    /// What it was told, at its start and since then.
    var settings: NodeSettings

    /// What it asks for time, chance, files and names.
    let world: any World

    /// The clocks.
    var clock: NodeClock

    /// The mesh as this node knows it, and every message that it holds.
    var gossip: GossipNode

    /// Whether the node serves.
    var lifecycle = Lifecycle()

    /// What a turn may do, and what it leaves for the next.
    var turns: Turns

    /// Everybody who is connected to the HTTP port.
    var serving: Serving

    /// What chats add to channels.
    var rooms: ChatRooms

    /// What is answered over HTTP.
    var routes: Routes

    /// What the node has to do with its peers.
    var peers: Peers

    /// What the node keeps on its disk.
    var store: Store

    private var directives: [NodeDirective] = []

    /// Prepares a node; nothing is opened before ``start()``.
    ///
    /// - Parameters:
    ///   - settings: Which node of which mesh.
    ///   - storage: Where it keeps what it must not forget; `nil` for a node that forgets when it ends.
    ///   - world: What it asks for time, chance, files and names.
    ///   - network: What it asks for sockets.
    init(_ settings: NodeSettings, storage: StorageSettings?, in world: any World, on network: any Network) {
        let (mesh, node, log) = (settings.mesh, settings.node, settings.log)
        self.settings = settings
        self.world = world
        clock = NodeClock(in: world)
        turns = Turns(spending: settings.turn)
        store = storage.map { Store(world.directory($0.directory), fsync: $0.fsync, in: world) } ?? Store(in: world)
        peers = Peers(
            settings.peers,
            sealedBy: settings.seal,
            on: network,
            in: world,
            log: log
        )
        serving = Serving(
            ServingSettings(mesh),
            on: network,
            sealedBy: node.tls.map { ClientSeal($0, over: network, using: settings.cryptography, log: log) },
            log: log,
            at: clock.now.monotonic
        )
        let isDemonstration = settings.demonstration != nil
        let compressed = CompressedTexts(in: world, isDemonstration: isDemonstration)
        routes = Routes(mesh, of: node, isDemonstration: isDemonstration, compressed: compressed)
        rooms = ChatRooms(mesh, of: node)
        var gossipSettings = GossipSettings(mesh, of: node)
        gossipSettings.limits = settings.limits
        gossip = GossipNode(
            name: node.name,
            epoch: clock.now.epoch(chance: world.word()),
            bootNonce: world.word(),
            settings: gossipSettings
        )
    }

    /// Takes in what came of a directive, or what is wanted of the node, between two turns; a turn must follow.
    mutating func handle(_ fact: NodeFact) {
        readClocks()
        switch fact {
        case .resolved(let result, let dial): handleAddresses(result, of: dial)
        case .synced(let wait): handleSync(wait)
        case .folded(let names, let result): handleFold(of: names, result)
        case .diskFailed(let error): handleFailure(error)
        case .certificate(let result): serving.handleCertificate(result)
        case .certificateChanged: serving.readCertificateAgain()
        case .impatient: serve()
        case .stop(let patience): stop(after: patience)
        }
    }

    /// Why the node can write nothing any more; `nil` as long as it can.
    var failure: StorageError? { store.failure }

    /// Takes out what is to be done, in this order.
    mutating func takeDirectives() -> [NodeDirective] {
        guard !directives.isEmpty else { return [] }
        defer { directives = [] }
        return directives
    }

    /// Has something done.
    mutating func ask(for directive: NodeDirective) {
        directives.append(directive)
    }

    /// Reads the clocks; once a turn is enough, for a turn is short.
    mutating func readClocks() {
        clock.read(in: world)
        serving.setTime(to: clock.now.monotonic)
    }
}
