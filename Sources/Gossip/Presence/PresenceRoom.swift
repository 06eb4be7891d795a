/// How many users and links all runs have together, and which nodes have room of their own.
struct PresenceRoom {
    /// How many users all runs may have together.
    let userLimit: Int

    /// How many links all runs may have together; see ``GossipLimits/links``.
    let linkLimit: Int

    /// How many users all runs have together, of old runs too.
    var userCount = 0

    /// How many links all runs say that they have, old runs too.
    var linkCount = 0

    /// The nodes that the own file names.
    var names: Set<String> = []
}

/// What nodes are to this one.
extension Presence {
    /// Takes notice of which nodes the own file names: nobody who makes up others takes their users a place.
    mutating func name(_ names: Set<String>, into directives: inout [Directive]) {
        room.names = names
        for member in members.indices {
            let wasNamed = members[member].isNamed
            members[member].isNamed = names.contains(members[member].name)
            if !wasNamed, members[member].isNamed { addSurplus(of: member, into: &directives) }
        }
    }

    /// Puts users of a node into the rooms that had no place there.
    private mutating func addSurplus(of member: Int, into directives: inout [Directive]) {
        guard rooms.surplusCount > 0, let run = members[member].currentRun, !isExchanging(run) else { return }
        for user in runs[run].state.people.all {
            let count = rooms.holderCount
            rooms.addAgain(user, of: run, as: standing(of: run))
            guard rooms.holderCount > count else { continue }
            usersChanged(in: user.channel, of: run, into: &directives)
            settleClaims(of: user.name, in: user.channel, into: &directives)
        }
    }

    /// What a run is to this node, for its users' holds on names.
    func standing(of run: Int) -> Rooms.Standing {
        if run == ownRun { return .own }
        return members[runs[run].member].isNamed ? .named : .stranger
    }
}
