/// Users who come and go together, as those of a snapshot or of a run that is over: many of them, in parts.
extension Presence {
    /// Whether the rooms have others than the users of some node, and are to be gone on with.
    var isExchanging: Bool { !exchanges.members.isEmpty }

    /// Whether there are so many of them that nobody should be listened to who may tell of more.
    var isCrowdedByExchanges: Bool { exchanges.userCount > room.userLimit }

    /// Whether users of a run may be in the rooms because of that.
    func isExchanging(_ run: Int) -> Bool { members[runs[run].member].exchange != nil }

    /// Whether a hold on a name is shown: it is one of a node that can be reached.
    func isShown(_ holder: Rooms.Holder) -> Bool {
        let member = runs[holder.origin].member
        guard members[member].isReachable else { return false }
        return members[member].exchange?.shows(holder.user, of: holder.origin) ?? isCurrent(holder.origin)
    }

    /// Has what has changed of a run's users wait for those before them, if they are being exchanged.
    ///
    /// - Returns: Whether it waits.
    mutating func waitsForExchange(_ run: Int) -> Bool {
        let member = runs[run].member
        guard members[member].exchange != nil else { return false }
        members[member].exchange?.isOutdated = true
        return true
    }

    /// Has users of a node in the rooms give way to those of its current run: at once, if they are few.
    mutating func exchange(_ before: UserExchange.Users, for run: Int, into directives: inout [Directive]) {
        guard !waitsForExchange(run) else { return }
        let member = runs[run].member
        let after = UserExchange.Users(run: run, people: runs[run].state.people)
        let exchange = UserExchange(from: before, to: after)
        members[member].exchange = exchange
        guard exchange.count <= exchanges.atOnce else { return exchanges.begin(member, with: exchange.count) }
        var work = Int.max
        advanceExchange(of: member, &work, into: &directives)
    }

    /// Goes on with one node whose users are being exchanged.
    ///
    /// - Returns: How many users that was as much work as.
    mutating func goOnExchanging(into directives: inout [Directive]) -> Int {
        guard let member = exchanges.members.first else { return 0 }
        var work = exchanges.portion
        if let over = advanceExchange(of: member, &work, into: &directives) {
            exchanges.endFirst(with: over.count)
            if over.isOutdated, let run = members[member].currentRun {
                exchange(over.after, for: run, into: &directives)
            }
            endAppearance(of: member)
        }
        return (exchanges.portion - work) / UserExchange.step
    }

    /// Does so much work.
    ///
    /// To compare claims is work as well, which is counted by itself.
    ///
    /// - Returns: The exchange, if it is over.
    @discardableResult
    private mutating func advanceExchange(
        of member: Int,
        _ work: inout Int,
        into directives: inout [Directive]
    ) -> UserExchange? {
        let before = rooms.comparedCount
        while work > (rooms.comparedCount - before) / Rooms.comparedPerUser * UserExchange.step {
            guard let (stage, users, run) = members[member].exchange?.advance(&work) else {
                return members[member].exchange.take()
            }
            for user in users {
                switch stage {
                case .coming: rooms.add(user, of: run, as: standing(of: run))
                case .arriving:
                    usersChanged(in: user.channel, of: run, into: &directives)
                    settleClaims(of: user.name, in: user.channel, into: &directives)
                case .leaving:
                    rooms.remove(user, of: run)
                    usersChanged(in: user.channel, of: run, into: &directives)
                }
            }
        }
        return nil
    }
}
