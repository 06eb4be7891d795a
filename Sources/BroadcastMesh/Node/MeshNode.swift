import Bytes
import Gossip
import HTTP
public import Reactor

/// One node of a mesh: serves browsers and other clients over HTTP and WebSocket, and speaks to its peers.
///
///     let mesh = try MeshConfiguration(contentsOf: "mesh.json", environment: [:])
///     let node = try MeshNode("alpha", of: mesh)
///     try await node.start()
///     …
///     await node.stop()
///
/// Everything that a node has lives on one event loop, with a thread of its own. A turn of it: read what arrived,
/// act on it, then give every channel that grew to its clients, and every link what it lacks.
///
///     clients ──frames──▶ GossipNode ──entries──▶ links
///        ▲                    │
///        └── fan-out ◀── channels: logs of ready frames
public actor MeshNode: TurnHandler {
    /// What the node asks for time, chance, files and names.
    let world: any World

    /// Where the node's sockets are watched, and its thread.
    let loop: EventLoop

    /// The event loop's thread runs everything that this actor does.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// The mesh that this node is one of.
    let configuration: MeshConfiguration

    /// This node's own part of it.
    nonisolated let node: NodeConfiguration

    /// What the people who run it are told.
    let log: Log

    /// The mesh as this node knows it, and every message that it holds.
    var gossip: GossipNode

    /// The clocks, read once a turn, and what is believed of them.
    var now: Moment
    var wallClock = WallClock()

    /// Whether the node serves, and who waits for its end.
    var lifecycle = Lifecycle<CheckedContinuation<Void, Never>>()

    /// What a turn may do, and what it leaves for the next.
    var turns = Turns()

    /// Everybody who is connected to the HTTP port.
    var serving: Serving

    /// What chats add to channels.
    var rooms: ChatRooms

    /// What is answered over HTTP.
    var routes: Routes

    /// What a socket's bytes are received into.
    var receiveBuffer = [UInt8](repeating: 0, count: MeshNode.receiveBufferBytes)

    // MARK: Figures

    /// When the node started, in monotonic nanoseconds.
    let startedAt: Int64

    // MARK: Peers

    /// What the node has to do with its peers.
    var peers: Peers

    // MARK: Storage

    /// What the node keeps on its disk.
    var store: Store

    /// Prepares a node; nothing is opened before ``start()``.
    ///
    /// - Parameters:
    ///   - name: The node's name in the configuration.
    ///   - configuration: The mesh.
    ///   - storage: Where it keeps what it must not forget; `nil` for a node that forgets when it ends.
    ///   - log: What the people who run it are told.
    ///   - world: What it asks for time, chance, files and names.
    /// - Throws: When the mesh has no such node, or the system has no room for an event loop.
    public init(
        _ name: String,
        of configuration: MeshConfiguration,
        storage: StorageSettings? = nil,
        log: Log = .silent,
        in world: any World = LinuxWorld()
    ) throws(MeshNodeError) {
        guard let node = configuration.node(named: name) else { throw .unknownNode(name) }
        try Self.check(configuration)
        do throws(SystemError) { loop = try EventLoop() } catch { throw .system(error) }
        self.configuration = configuration
        self.node = node
        store = storage.map { Store(world.directory($0.directory), fsync: $0.fsync, in: world) } ?? Store()
        self.log = log
        self.world = world
        let now = Moment(monotonic: world.monotonic(), wall: world.wall())
        self.now = now
        peers = Peers(PeersSettings(configuration, of: name), on: loop.network, in: world, log: log)
        startedAt = now.monotonic
        serving = Serving(ServingSettings(configuration), on: loop.network, log: log, at: now.monotonic)
        routes = Routes(configuration, of: node)
        rooms = ChatRooms(configuration, of: node)
        gossip = GossipNode(
            name: name,
            epoch: now.epoch(chance: world.word()),
            bootNonce: world.word(),
            settings: GossipSettings(configuration, of: node)
        )
    }
}
