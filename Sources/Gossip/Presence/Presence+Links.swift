/// Which links nodes say that they have, and how many of them are kept.
extension Presence {
    /// How many links all runs may have together: those of a thousand nodes with two hundred each.
    ///
    /// All of them are walked along when one has changed, and each costs some hundred bytes at the most. Runs are made up
    /// easily, and each may tell of thousands.
    static let mostLinks = 1 << 18

    /// How many a run may have although there are so many: what joins a node to a mesh, whoever makes runs up.
    static let assuredLinks = 16

    /// Takes notice of the links of a run; of those that have no room the last are left out, and this node's own have room.
    ///
    /// - Parameters:
    ///   - names: The nodes that it has links to, by name.
    ///   - linkedMembers: Those of them that have a number.
    ///   - run: The run, which has the links that it had before.
    ///   - directives: What follows from it.
    mutating func setLinks(
        _ names: [String],
        _ linkedMembers: [Int],
        of run: Int,
        into directives: inout [Directive]
    ) {
        let before = runs[run].state.links
        room.linkCount -= before.count
        let places = run == ownRun ? names.count : max(Self.assuredLinks, Self.mostLinks - room.linkCount)
        runs[run].state.links = names.count <= places ? names : Array(names.prefix(places))
        room.linkCount += runs[run].state.links.count
        runs[run].linkedMembers = linkedMembers.prefix(places).sorted()
        // One that takes another's place can be a shorter way too.
        if !Set(before).isSuperset(of: names) { directives.append(.linksAppeared) }
        isTopologyStale = true
    }
}
