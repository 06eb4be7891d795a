package import Gossip
package import Reactor
package import SystemTLS

/// A node for who drives it by hand, a turn at a time: the same `Node` that ``MeshNode`` drives on a thread.
///
///     var node = try SteppedNode("alpha", of: mesh, storage: nil, in: world, on: network)
///     try node.start()
///     let deadline = node.turn(events)
///     for errand in node.takeErrands() { … }     // each takes as long as one likes
///     node.finish(errand)                        // and a turn must follow
package struct SteppedNode: ~Copyable {
    /// Something that takes time, and that the node does not wait for.
    package struct Errand {
        fileprivate let directive: NodeDirective

        /// Whether it is about a disk.
        package var isAboutDisk: Bool {
            switch directive {
            case .wait, .fold: true
            case .resolve, .readCertificate, .crash, .started, .ended: false
            }
        }
    }

    var node: Node

    let answers = Answers()

    private let world: any World

    private let recorder: Recorder?

    /// Whether the node has ended; it needs no further turn.
    package private(set) var hasEnded = false

    /// Whether whoever plays with a demonstration has ended its process, which is then to be ended.
    package private(set) var hasCrashed = false

    /// What a turn can be given to spend, in nanoseconds of counted work: from what is enough for one piece of it up to what
    /// every real node's has.
    package static let turnBudgets = TurnBudget.least...TurnBudget.turn

    /// Prepares a node; nothing is opened before ``start()``.
    ///
    /// One that is recorded has turns and limits as every real node does, for a recording does not say what they are.
    ///
    /// - Throws: When the mesh has no such node.
    package init(
        _ name: String,
        of mesh: MeshConfiguration,
        storage: StorageSettings?,
        log: Log = .silent,
        recorder: Recorder? = nil,
        speaking dialect: Dialect = .current,
        sealedBy cryptography: (any Cryptography)? = nil,
        spending turn: Int? = nil,
        within limits: GossipLimits = GossipLimits(),
        isDemonstration: Bool = false,
        in world: any World,
        on network: any Network
    ) throws(MeshNodeError) {
        let isUsual = turn == nil && limits == GossipLimits()
        precondition(isUsual || recorder == nil, "a recording does not say what a node may spend and keep")
        let told = recorder?.log(log) ?? log
        var settings = try NodeSettings(name, of: mesh, log: told, sealedBy: cryptography)
        settings.turn = turn ?? settings.turn
        settings.limits = limits
        if isDemonstration { settings.demonstration = try Self.demonstration(of: mesh) }
        let asked = (recorder?.world(world) ?? world, recorder?.network(network) ?? network)
        node = recorder.record(.made) { Node(settings, storage: storage, in: asked.0, on: asked.1) }
        node.gossip.speak(dialect)
        self.world = world
        self.recorder = recorder
    }

    /// Opens its ports.
    ///
    /// - Returns: Where clients reach it.
    /// - Throws: When its data directory or a port cannot be used.
    @discardableResult
    package mutating func start() throws(MeshNodeError) -> SocketAddress {
        try recorder.record(.started) { () throws(MeshNodeError) in try node.start() }
    }

    /// Gives it a turn.
    ///
    /// - Parameter events: The sockets that are ready.
    /// - Returns: When the next turn must come at the latest.
    package mutating func turn(_ events: [ReadyEvent]) -> Int64? {
        recorder.record(.turn(events)) { node.turn(events) }
    }

    /// Checks what must hold between two turns; what does not is a mistake in this code, and traps.
    package func checkInvariants() {
        node.checkInvariants()
        node.gossip.checkInvariants()
    }

    /// Has it stop: it tells its clients and its peers, in turns to come.
    ///
    /// - Parameter patience: For how long it serves before, in nanoseconds.
    package mutating func stop(after patience: Int64 = 0) { tell(.stop(after: patience)) }

    private mutating func tell(_ fact: NodeFact) {
        recorder.record(.fact(RecordedFact(fact))) { node.handle(fact) }
    }

    /// Has it go on as another configuration says; a turn must follow.
    ///
    /// - Throws: What ``MeshNode/reconfigure(_:)`` throws.
    @discardableResult
    package mutating func reconfigure(_ mesh: MeshConfiguration) throws(MeshNodeError) -> ConfigurationChange {
        try recorder.record(mesh) { () throws(MeshNodeError) in try node.reconfigure(mesh) }
    }

    /// Takes out what is to be done for it.
    package mutating func takeErrands() -> [Errand] {
        node.takeDirectives().compactMap { directive in
            switch directive {
            case .started: return nil
            case .crash:
                hasCrashed = true
                return nil
            case .ended:
                hasEnded = true
                recorder.record(.ended(state: node.stateHash)) {}
                return nil
            case .resolve, .readCertificate, .wait, .fold: return Errand(directive: directive)
            }
        }
    }

    /// Does what was to be done, and tells the node what came of it.
    package mutating func finish(_ errand: Errand) {
        switch errand.directive {
        case .resolve(let endpoint, let dial):
            tell(.resolved(addresses(of: endpoint), dial: dial))
        case .readCertificate(let files): tell(NodeFact.read(files, in: world))
        case .wait(let wait): tell(NodeFact.run(wait))
        case .fold(let fold): tell(NodeFact.run(fold))
        case .crash, .started, .ended: break
        }
    }

    private static func demonstration(of mesh: MeshConfiguration) throws(MeshNodeError) -> Demonstration {
        do throws(ConfigurationError) { return try Demonstration(of: mesh, from: "") } catch {
            throw .demonstration(error)
        }
    }

    private func addresses(of endpoint: Endpoint) -> Result<[SocketAddress], SystemError> {
        do throws(SystemError) {
            return .success(try world.addresses(of: endpoint.host, port: endpoint.port))
        } catch {
            return .failure(error)
        }
    }
}
