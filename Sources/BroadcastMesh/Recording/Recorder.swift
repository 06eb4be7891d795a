package import Reactor

/// Writes down all that the world answers a node, for whoever drives the node.
///
///     let recorder = try Recorder("alpha", of: mesh, storage: nil, to: sink)
///     var node = recorder.record(.made) { Node(…, in: recorder.world(world), on: recorder.network(network)) }
///     recorder.record(.turn(events)) { node.turn(events) }
package struct Recorder: Sendable {
    private let tape: Tape
    private let name: String

    /// Begins to write.
    ///
    /// - Parameters:
    ///   - name: The node.
    ///   - mesh: The mesh.
    ///   - storage: Where the node keeps what it must not forget.
    ///   - sink: Takes pieces of the recording, one behind the other, and says what was in the way if it could not.
    /// - Throws: ``MeshNodeError/sealed`` for a mesh with a key, and for a node with a certificate;
    ///   ``MeshNodeError/servesFiles`` for a mesh with files of its own.
    package init(
        _ name: String,
        of mesh: MeshConfiguration,
        storage: StorageSettings?,
        to sink: @escaping @Sendable (_ chunk: borrowing [UInt8]) -> SystemError?
    ) throws(MeshNodeError) {
        if let obstacle = Self.obstacle(name, of: mesh) { throw obstacle }
        self.name = name
        tape = Tape(writing: RecordingTitle(node: name, of: mesh, storage: storage), to: sink)
    }

    /// What of a configuration no recording has: what seals, and files that are not in it.
    static func obstacle(_ name: String, of mesh: MeshConfiguration) -> MeshNodeError? {
        if !mesh.keys.isEmpty || mesh.node(named: name)?.tls != nil { return .sealed }
        return mesh.publicFiles == nil ? nil : .servesFiles
    }

    /// Why the node cannot be recorded with another configuration as well, if it cannot.
    func obstacle(to mesh: MeshConfiguration) -> MeshNodeError? { Self.obstacle(name, of: mesh) }

    /// The world that the node gets.
    func world(_ world: any World) -> any World { RecordedWorld(source: world, tape: tape) }

    /// The network that the node gets.
    func network(_ network: any Network) -> any Network { RecordedNetwork(network, on: tape) }

    /// The log that the node gets: its lines have the time that the node was told last, and so have them again in a replay.
    func log(_ log: Log) -> Log {
        let tape = tape
        return log.timed { tape.wall }
    }

    /// Something comes to the node, which deals with it in `body`.
    func record<Result: ~Copyable, Failure: Error>(
        _ occurrence: Occurrence,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        tape.begin(occurrence)
        defer { tape.end() }
        return try body()
    }

    /// Why nothing is recorded any more; said once.
    func takeFailure() -> SystemError? { tape.takeFailure() }
}

extension Recorder? {
    /// Has a node go on with another configuration, and writes that down, if anybody does.
    ///
    /// - Throws: What `body` throws; and ``MeshNodeError/sealed`` when a node that is recorded is to have a key, or a
    ///   certificate, ``MeshNodeError/servesFiles`` when it is to serve files.
    func record(
        _ mesh: MeshConfiguration,
        _ body: () throws(MeshNodeError) -> ConfigurationChange
    ) throws(MeshNodeError) -> ConfigurationChange {
        if let obstacle = self?.obstacle(to: mesh) { throw obstacle }
        return try record(.reconfigured(mesh.json), body)
    }

    /// Has a node deal with something, and writes down what it asks for that, if anybody does.
    func record<Result: ~Copyable, Failure: Error>(
        _ occurrence: @autoclosure () -> Occurrence,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let self else { return try body() }
        return try self.record(occurrence(), body)
    }
}
