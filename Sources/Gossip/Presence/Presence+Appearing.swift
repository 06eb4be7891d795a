/// Users who appear and vanish with their nodes: shown at once, and told of a part at a time, for a node may have a hundred
/// thousand, and come and go as often as a peer likes.
extension Presence {
    /// Whether users are still to be told of.
    var isAppearing: Bool { appearances.count > 0 }

    /// Takes notice that a node has come into reach, or gone out of it.
    mutating func noteAppearance(of member: Int) {
        guard let run = members[member].currentRun else { return }
        if members[member].appearance?.isOver == false {
            members[member].appearance?.restart()
        } else if runs[run].state.people.count > 0 || members[member].exchange != nil {
            members[member].appearance = Appearance()
            appearances.add(member)
        }
    }

    /// Tells channels of users who appeared or vanished, as many as a turn has room for; their claims and those of local
    /// users meet.
    ///
    /// - Returns: How many.
    mutating func goOnAppearing(into directives: inout [Directive]) -> Int {
        var (count, left) = (0, exchanges.atOnce)
        while left > 0, let member = appearances.takeFirst() {
            let before = rooms.comparedCount
            let users = takeAppearing(of: member, atMost: min(Appearances.row, left))
            for user in users {
                directives.noteUsersChanged(in: user.channel)
                settleClaims(of: user.name, in: user.channel, into: &directives)
            }
            count += max(1, users.count)
            left -= max(1, users.count) + (rooms.comparedCount - before) / Rooms.comparedPerUser
        }
        return count
    }

    /// Goes on with one node; when all its users were told of, it is over.
    private mutating func takeAppearing(of member: Int, atMost count: Int) -> [RunState.User] {
        let people = members[member].currentRun.map { runs[$0].state.people } ?? RunUsers()
        let users = members[member].appearance?.advance(through: people, atMost: count) ?? []
        if !users.isEmpty {
            appearances.add(member)
        } else {
            members[member].appearance?.isOver = true
            endAppearance(of: member)
        }
        return users
    }

    /// Forgets that a node appeared or vanished, once that is over and so is the exchange of its users.
    ///
    /// Until then whoever goes is told of, though the node may be out of reach: somebody may be on lists still.
    mutating func endAppearance(of member: Int) {
        guard members[member].exchange == nil, members[member].appearance?.isOver == true else { return }
        members[member].appearance = nil
    }
}
