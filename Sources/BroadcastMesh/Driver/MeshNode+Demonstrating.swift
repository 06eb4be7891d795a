package import Reactor

extension MeshNode {
    /// Prepares a node that whoever comes may break on purpose, and whose crash ends this process.
    ///
    /// It is not recorded: a recording has no words for what is done to it.
    ///
    /// - Parameters:
    ///   - name: The node's name in the configuration.
    ///   - configuration: The mesh.
    ///   - demonstration: Says that the mesh stays on this machine.
    ///   - storage: Where it keeps what it must not forget; `nil` for a node that forgets when it ends.
    ///   - log: What the people who run it are told.
    ///   - world: What it asks for time, chance, files and names.
    /// - Throws: When the mesh has no such node, or the system has no room for an event loop.
    package init(
        _ name: String,
        of configuration: MeshConfiguration,
        in demonstration: Demonstration,
        storage: StorageSettings?,
        log: Log,
        world: any World = LinuxWorld()
    ) throws(MeshNodeError) {
        var settings = try NodeSettings(name, of: configuration, log: log)
        settings.demonstration = demonstration
        try self.init(settings, storage: storage, recorder: nil, in: world)
    }
}
