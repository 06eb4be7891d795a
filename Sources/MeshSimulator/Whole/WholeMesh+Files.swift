import BroadcastMesh

/// Files with mistakes, which a node is to read.
extension WholeMesh {
    /// Nothing comes of a file with mistakes but where they are, and of a file in which a node does not stand but that.
    mutating func spoilFile(of host: Int) {
        var mutator = Mutator(dice: Dice(seed: dice.next(), stream: 0xF11E))
        // A node that takes any file for its own would take this one, too.
        if scenario.sabotage == .acceptFile { refuse(configurations[1], on: host) }
        for _ in 0..<20 {
            let file = mutator.mutated(ConfigurationGrammar.file(&dice), with: ConfigurationGrammar.file(&dice))
            do throws(ConfigurationError) {
                let mesh = try MeshConfiguration(contentsOf: WholeFiles.mesh, on: WholeFiles.disk(with: file))
                judge.note(file: Array("\(mesh.nodes.count) nodes".utf8))
                refuse(mesh, on: host)
            } catch {
                judge.note(file: Array("\(error)".utf8))
            }
        }
    }

    /// A node does not go on by a file in which it does not stand.
    private mutating func refuse(_ mesh: MeshConfiguration, on host: Int) {
        // Who is taken for another one goes on by a file that is not its own.
        let name = scenario.sabotage == .acceptFile ? "nobody" : "n\(host)"
        guard !mesh.nodes.contains(where: { $0.name == name }), let process = hosts[host].process else { return }
        do throws(MeshNodeError) {
            try process.node.reconfigure(mesh)
            judge.object(.strangely(what: "a file without it", node: "n\(host)", shown: "that it goes on by it"))
        } catch {
            judge.note(file: Array("\(error)".utf8))
        }
    }
}
