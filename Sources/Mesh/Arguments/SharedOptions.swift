import BroadcastMesh
import FoundationEssentials

extension CommandSyntax.Option {
    /// Which mesh.
    static let config = Self(
        name: "--config",
        placeholder: "FILE",
        summary: "the configuration of the mesh (default: mesh.json)"
    )

    /// What the log looks like.
    static let log = Self(
        name: "--log",
        placeholder: "FORMAT",
        summary: "how the log on standard error looks: text or json (default: text)"
    )

    /// What the log tells.
    static let logLevel = Self(
        name: "--log-level",
        placeholder: "LEVEL",
        summary: "what it tells at least: debug, info, warning or error (default: info)"
    )
}

extension Arguments {
    /// The path of the configuration.
    var configurationPath: String { value(of: "--config") ?? "mesh.json" }

    /// The configuration, read and validated.
    func configuration() throws(CommandError) -> MeshConfiguration {
        do throws(ConfigurationError) {
            return try MeshConfiguration(
                contentsOf: configurationPath,
                environment: ProcessInfo.processInfo.environment
            )
        } catch {
            throw .configuration(error)
        }
    }

    /// The error about a node that the configuration does not have.
    func noNode(named name: String, in mesh: MeshConfiguration) -> CommandError {
        let hint = didYouMean(name, among: mesh.nodes.map(\.name))
        return .configuration(
            ConfigurationError(file: configurationPath, place: "", problem: "no node is named \"\(name)\"\(hint)")
        )
    }
}
