import BroadcastMesh
import Reactor

/// What is wrong with what the command line says of the configuration, and what to do about it.
extension Arguments {
    /// Where the configuration is looked for that nobody has named.
    static let usualConfigurationPath = "mesh.json"

    /// How many names of nodes an error lists: more than fit in a line would hide what it says.
    private static let listedNames = 12

    /// Looks whether the configuration is there, if it is the one that nobody has named.
    ///
    /// - Parameters:
    ///   - path: Where it is read from.
    ///   - cure: What does without one, if anything does.
    /// - Throws: ``CommandError/configuration(_:)``.
    func requireConfiguration(at path: String, orElse cure: String?) throws(CommandError) {
        guard path == Self.usualConfigurationPath else { return }
        do throws(SystemError) {
            try File.requireReadable(path)
        } catch  where error.isMissingFile {
            let cures = (cure.map { "\($0), or " } ?? "") + "write one: mesh init alpha bravo charlie > mesh.json"
            throw mistake("there is no such file; \(cures)")
        } catch {
            // Whoever reads it says what is wrong.
        }
    }

    /// The error about a node that the configuration does not have.
    func noNode(named name: String, in mesh: MeshConfiguration) -> CommandError {
        let names = mesh.nodes.map(\.name)
        let hint = didYouMean(name, among: names)
        let list = names.prefix(Self.listedNames).joined(separator: ", ")
        let others = names.count - Self.listedNames
        let rest = others > 0 ? " and \(others) more (mesh check lists them)" : ""
        return mistake("no node is named \"\(name)\"\(hint.isEmpty ? "; the" : hint + " The") nodes are \(list)\(rest)")
    }

    private func mistake(_ problem: String) -> CommandError {
        .configuration(ConfigurationError(file: configurationPath, place: "", problem: problem))
    }
}
