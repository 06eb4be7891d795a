extension Presence {
    /// Takes notice that a run has an entry; the newest of a node is its current one, and ends the one before.
    ///
    /// A greeting, a head or a state alone is not enough: a process that ended before anybody had an entry of it would
    /// hide the one that lives, which never hears of it.
    mutating func noteEntry(of run: Int, into directives: inout [Directive]) {
        let member = runs[run].member
        let current = members[member].currentRun
        if let current, runs[current].epoch >= runs[run].epoch { return }
        makeCurrent(run)
        if current != nil { directives.append(.runReplaced) }
        // Its state may have come before its first entry.
        let people = current.map { runs[$0].state.people } ?? RunUsers()
        exchange(UserExchange.Users(run: current ?? run, people: people), for: run, into: &directives)
        // A run that nothing was told of has no links yet.
        if current != nil || !runs[run].linkedMembers.isEmpty { isTopologyStale = true }
    }

    /// Takes notice of entries that change no state.
    mutating func noteStateless(upTo sequence: UInt64, of run: Int) {
        if sequence > runs[run].stateSequence { runs[run].stateSequence = sequence }
    }

    /// Takes notice of what a run says of the one before it, unless that is known: a node says it once.
    mutating func note(_ link: RunLink, of run: Int) {
        guard link.epoch < runs[run].epoch, runs[run].state.previous == nil else { return }
        runs[run].state.previous = link
    }

    /// Whether an entry can change the state of its run: a snapshot may have brought the state further already.
    func isNews(_ sequence: UInt64, of run: Int) -> Bool { sequence > runs[run].stateSequence }

    /// Lets an entry change the state of its run, unless a snapshot brought the state further already.
    ///
    /// - Parameters:
    ///   - change: What it says.
    ///   - sequence: The entry's number.
    ///   - run: The run.
    ///   - linkedMembers: The numbers of the nodes that it names, if it names links.
    ///   - directives: What follows from it.
    mutating func fold(
        _ change: StateChange,
        at sequence: UInt64,
        of run: Int,
        linkedMembers: [Int] = [],
        into directives: inout [Directive]
    ) {
        guard isNews(sequence, of: run) else { return }
        runs[run].stateSequence = sequence
        switch change {
        case .join(let channel, let name, let claimTime, let session, let joinTime):
            let user = RunState.User(
                sequence: sequence,
                channel: channel,
                name: name,
                claimTime: claimTime,
                session: session,
                joinTime: joinTime
            )
            // A state that was not believed told of one that came with this entry.
            remove(sequence, of: run, into: &directives)
            guard hasRoom(for: user, of: run) else { return }
            runs[run].state.people.insert(user)
            room.userCount += 1
            guard isCurrent(run), !waitsForExchange(run) else { return }
            rooms.add(user, of: run, as: standing(of: run))
            usersChanged(in: channel, of: run, into: &directives)
            // What others come with is compared once for all that one input brings.
            guard run == ownRun else { return claims.noteNewName(name, in: channel) }
            settleClaims(of: name, in: channel, into: &directives)
        case .leave(let joined):
            remove(joined, of: run, into: &directives)
        case .links(let names):
            setLinks(names, linkedMembers, of: run, into: &directives)
        case .address(let http, let url):
            runs[run].state.http = http
            runs[run].state.url = url
            changedNodes += 1
        case .previous(let epoch, let upTo):
            note(RunLink(at: sequence, epoch: epoch, upTo: upTo), of: run)
        }
    }

    /// Takes over a state that has everything up to entry `sequence`.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - state: What somebody else knows of it.
    ///   - sequence: Up to where.
    ///   - linkedMembers: The numbers of the nodes that it has links to.
    ///   - directives: What follows from it.
    mutating func replaceState(
        of run: Int,
        by state: RunState,
        at sequence: UInt64,
        linkedMembers: [Int],
        into directives: inout [Directive]
    ) {
        runs[run].stateSequence = sequence
        let old = UserExchange.Users(run: run, people: runs[run].state.people)
        let before = runs[run].state.links
        // What was learnt from the entry itself stays: a node says it once.
        let previous = runs[run].state.previous ?? state.previous
        room.userCount -= old.people.count
        runs[run].state = state
        runs[run].state.links = before
        runs[run].state.people.keep(first: roomForUsers(state.people.count, of: run, beside: room.userCount))
        room.userCount += runs[run].state.people.count
        runs[run].state.previous = previous.flatMap { $0.epoch < runs[run].epoch ? $0 : nil }
        setLinks(state.links, linkedMembers, of: run, into: &directives)
        changedNodes += 1
        guard isCurrent(run) else { return }
        exchange(old, for: run, into: &directives)
    }

    /// Takes away the user that an entry brought, if that is still there.
    private mutating func remove(_ sequence: UInt64, of run: Int, into directives: inout [Directive]) {
        guard let user = runs[run].state.people.remove(sequence) else { return }
        room.userCount -= 1
        guard isCurrent(run), !waitsForExchange(run) else { return }
        rooms.remove(user, of: run)
        usersChanged(in: user.channel, of: run, into: &directives)
    }

    /// Tells that a channel's users changed, unless nobody sees the node, and nobody did a moment ago.
    func usersChanged(in channel: ChannelKey, of run: Int, into directives: inout [Directive]) {
        let member = runs[run].member
        guard members[member].isReachable || members[member].appearance != nil else { return }
        directives.noteUsersChanged(in: channel)
    }
}
