import MeshClient

extension CommandSyntax.Positional {
    /// Which relay channel.
    static let channel = Self(name: "CHANNEL", summary: "the channel's name", mayBeEmpty: true)
}

extension Arguments {
    /// The channel that was named; `nil` when it was left out.
    ///
    /// - Throws: ``CommandError/usage(_:subcommand:)`` for a name that no channel can have.
    func channel() throws(CommandError) -> String? {
        let name = self["CHANNEL"]
        let limit = BroadcastChannel.nameLimit
        guard let name, name.utf8.count > limit else { return name }
        throw usage("a channel's name has \(limit) bytes at most, not \(name.utf8.count)")
    }
}
