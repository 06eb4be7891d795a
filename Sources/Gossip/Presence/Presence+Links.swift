/// Which links nodes say that they have, and how many of them are kept.
extension Presence {
    /// How many links a run may have although all have as many as there may be: what joins a node to a mesh, whoever makes runs up.
    ///
    /// A node that the own file names has room for one to each that it names, in its current run and in the newest that may
    /// follow it: else a hub that starts again would lose those behind its last links.
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
        let common = max(Self.assuredLinks, room.linkLimit - room.linkCount)
        let places = run == ownRun ? names.count : max(common, placesOfItsOwn(run))
        if min(names.count, places) > common, !isCurrent(run) { expect(run) }
        runs[run].state.links = names.count <= places ? names : Array(names.prefix(places))
        room.linkCount += runs[run].state.links.count
        runs[run].linkedMembers = linkedMembers.prefix(places).sorted()
        // One that takes another's place can be a shorter way too.
        if !Set(before).isSuperset(of: names) { directives.append(.linksAppeared) }
        isTopologyStale = true
    }

    /// How many links a run has room for, whatever others say.
    private func placesOfItsOwn(_ run: Int) -> Int {
        let member = members[runs[run].member]
        let isOld = member.currentRun.map { runs[$0].epoch > runs[run].epoch } ?? false
        return member.isNamed && !isOld ? room.names.count : 0
    }

    /// Takes notice that a run which is not its node's current one has room of its own; another that had it has it no more.
    private mutating func expect(_ run: Int) {
        let member = runs[run].member
        if let other = members[member].expectedRun, other != run, runs.contains(other), !isCurrent(other) {
            cutLinks(of: other)
        }
        members[member].expectedRun = run
    }

    /// Takes notice that a run is over: where there are too many links, it has no room of its own any more.
    mutating func endLinks(of run: Int) {
        if room.linkCount > room.linkLimit { cutLinks(of: run) }
    }

    private mutating func cutLinks(of run: Int) {
        let links = runs[run].state.links
        guard links.count > Self.assuredLinks else { return }
        room.linkCount -= links.count - Self.assuredLinks
        runs[run].state.links = Array(links.prefix(Self.assuredLinks))
        runs[run].linkedMembers = Array(runs[run].linkedMembers.prefix(Self.assuredLinks))
    }
}
