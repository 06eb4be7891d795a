import Reactor

extension Subcommand {
    /// `mesh key`: makes a secret for a mesh.
    static let key = Subcommand(
        syntax: CommandSyntax(
            name: "key",
            summary: "Write a new shared key to standard output",
            discussion: """
                32 bytes of chance, in hexadecimal. Keep them in the file that "key" names in mesh.json, the same for every
                node and readable by nobody else: (umask 077; mesh key > mesh.key)
                """
        )
    ) { _ in
        try Console.print(RandomBytes.hexadecimal(count: 32))
    }
}
