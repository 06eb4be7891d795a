import BroadcastMesh

extension Subcommand {
    /// `mesh init`: writes a configuration.
    static let initialize = Subcommand(
        syntax: CommandSyntax(
            name: "init",
            summary: "Write a mesh.json for these nodes to standard output",
            discussion: """
                Each NODE is a name, which is then on this machine, or NAME=HOST[:HTTP[:GOSSIP]], with the host that the
                others reach it at and its two ports: mesh init a=10.0.0.1 b=10.0.0.2 'c=[2001:db8::3]:80:7081'.
                The nodes stand in a ring with chords: any one of them may fail, and the others still reach each other.
                """,
            positionals: [.init(name: "NODE", summary: "a node: NAME, or NAME=HOST[:HTTP[:GOSSIP]]", isRepeated: true)]
        )
    ) { arguments in
        let draft: MeshDraft
        do throws(PlanError) { draft = try MeshDraft(arguments.all("NODE")) } catch {
            throw arguments.usage("\(error)")
        }
        do throws(ConfigurationError) { try draft.validate() } catch { throw arguments.usage(error.problem) }
        try Console.print(draft.text)
        if draft.needsKey {
            let file = MeshDraft.keyFile
            Console.complain(
                "mesh: these nodes need a shared key: mesh key > \(file), and a copy beside each mesh.json"
            )
        }
    }
}
