public import Reactor

/// One node of a mesh: serves browsers and other clients over HTTP and WebSocket, and speaks to its peers.
///
///     let mesh = try MeshConfiguration(contentsOf: "mesh.json", environment: [:])
///     let node = try MeshNode("alpha", of: mesh)
///     try await node.start()
///     …
///     await node.stop()
///
/// What a node is and does stands in `Node`, a value that has no thread and waits for nothing. This actor drives one on an
/// event loop of its own: it gives it its turns, does what takes time where nobody waits, and keeps those who wait for the
/// node.
public actor MeshNode: TurnHandler {
    /// What names are resolved by, and where what blocks is done.
    let world: any World

    /// Where the node's sockets are watched, and its thread.
    let loop: EventLoop

    /// The event loop's thread runs everything that this actor does.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// The node.
    var node: Node

    /// What writes down all that the node is answered, if anything does.
    let recorder: Recorder?

    /// That it serves, or was stopped before it did.
    var startup = Milestone<CheckedContinuation<Void, Never>>()

    /// That it has stopped.
    var ending = Milestone<CheckedContinuation<Void, Never>>()

    /// Where its own program is in its channels.
    var listeners = Listeners()

    /// What its own program posts, without waiting for the loop.
    let posts: OwnPosts

    /// Prepares a node; nothing is opened before ``start()``.
    ///
    /// - Parameters:
    ///   - name: The node's name in the configuration.
    ///   - configuration: The mesh.
    ///   - storage: Where it keeps what it must not forget; `nil` for a node that forgets when it ends.
    ///   - log: What the people who run it are told.
    ///   - recording: The file to which all is written that the world answers the node, so that a ``NodeReplay`` can run it
    ///     again; what was in it goes. It has all messages, but no secret: see the library's documentation.
    /// - Throws: When the mesh has no such node, the file cannot be made, or the system has no room for an event loop.
    public init(
        _ name: String,
        of configuration: MeshConfiguration,
        storage: StorageSettings? = nil,
        log: Log = .silent,
        recording: String? = nil
    ) throws(MeshNodeError) {
        try self.init(name, of: configuration, storage: storage, log: log, recording: recording, in: LinuxWorld())
    }

    /// Prepares a node in a world: what it asks for time, chance, files and names.
    package init(
        _ name: String,
        of configuration: MeshConfiguration,
        storage: StorageSettings? = nil,
        log: Log = .silent,
        recording: String? = nil,
        in world: any World
    ) throws(MeshNodeError) {
        let recorder = try recording.map { path throws(MeshNodeError) in
            try Recorder(name, of: configuration, storage: storage, in: path)
        }
        let settings = try NodeSettings(name, of: configuration, log: recorder?.log(log) ?? log)
        try self.init(settings, storage: storage, recorder: recorder, in: world)
    }

    /// Prepares a node that was found in its mesh.
    init(
        _ settings: NodeSettings,
        storage: StorageSettings?,
        recorder: Recorder?,
        in world: any World
    ) throws(MeshNodeError) {
        do throws(SystemError) { loop = try EventLoop() } catch { throw .system(error) }
        self.world = world
        self.recorder = recorder
        let sockets = loop.network
        let (asked, network) = (recorder?.world(world) ?? world, recorder?.network(sockets) ?? sockets)
        let node = recorder.record(.made) { Node(settings, storage: storage, in: asked, on: network) }
        posts = node.turns.posts
        self.node = node
    }

    deinit {
        // One that never served: the thread holds its loop until it is told to end.
        loop.stop()
    }
}
