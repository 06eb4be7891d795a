import BroadcastMesh

extension Arguments {
    /// Admits a mesh to a demonstration, where one is asked for.
    ///
    /// - Parameter mesh: The configuration.
    /// - Returns: `nil` where none is.
    /// - Throws: ``CommandError/configuration(_:)`` for an address that does not stay on this machine.
    func demonstration(of mesh: MeshConfiguration) throws(CommandError) -> Demonstration? {
        guard has("--demo") else { return nil }
        guard value(of: "--record") == nil else { throw usage("a demonstration is not recorded: --record or --demo") }
        return try admitDemonstration(of: mesh)
    }

    /// Admits a mesh to a demonstration.
    ///
    /// - Parameter mesh: The configuration.
    /// - Returns: What says that it stays on this machine.
    /// - Throws: ``CommandError/configuration(_:)`` for an address that does not stay on this machine.
    func admitDemonstration(of mesh: MeshConfiguration) throws(CommandError) -> Demonstration {
        do throws(ConfigurationError) {
            return try Demonstration(of: mesh, from: configurationPath)
        } catch {
            throw .configuration(error)
        }
    }
}
