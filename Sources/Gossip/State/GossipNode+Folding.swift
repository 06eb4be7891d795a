extension GossipNode {
    /// Lets an entry change the state of its run, unless a snapshot brought the state further already.
    mutating func fold(_ change: StateChange, at sequence: UInt64, time: Int64, of origin: Int) {
        guard sequence > origins[origin].stateSequence else { return }
        origins[origin].stateSequence = sequence
        switch change {
        case .join(let channel, let name, let claimTime, let session, let joinTime):
            // Every node ignores the same ones, and far fewer clients fit on a node.
            guard origins[origin].state.users.count < EntryItem.userLimit else { return }
            let user = RunState.User(
                sequence: sequence,
                channel: channel,
                name: name,
                claimTime: claimTime,
                session: session,
                joinTime: joinTime
            )
            origins[origin].state.users.append(user)
            guard isCurrent(origin) else { return }
            rooms.add(user, of: origin)
            usersChanged(in: channel, of: origin)
            settleClaims(of: name, in: channel)
        case .leave(let joined):
            guard let index = origins[origin].state.index(ofUser: joined) else { return }
            let user = origins[origin].state.users.remove(at: index)
            guard isCurrent(origin) else { return }
            rooms.remove(user, of: origin)
            usersChanged(in: user.channel, of: origin)
        case .links(let names):
            setLinks(names, of: origin)
        case .address(let http, let url):
            origins[origin].state.http = http
            origins[origin].state.url = url
        case .previous(let epoch, let upTo):
            guard epoch < origins[origin].epoch, origins[origin].state.previous == nil else { return }
            origins[origin].state.previous = RunLink(at: sequence, epoch: epoch, upTo: upTo)
        }
    }

    /// Takes over a state that has everything up to entry `sequence`.
    mutating func replaceState(of origin: Int, by state: RunState, at sequence: UInt64) {
        noteRun(origin)
        origins[origin].stateSequence = sequence
        // Who knows less cannot learn it from entries here.
        origins[origin].log.snapshotFloor = max(origins[origin].log.snapshotFloor, sequence)
        let old = origins[origin].state.users
        // What was learnt from the entry itself stays: a node says it once.
        let previous = origins[origin].state.previous ?? state.previous
        origins[origin].state = state
        origins[origin].state.previous = previous.flatMap { $0.epoch < origins[origin].epoch ? $0 : nil }
        setLinks(state.links, of: origin)
        guard isCurrent(origin) else { return }
        replaceUsers(old, of: origin, by: state.users, of: origin)
    }

    /// Takes notice that a run has an entry; the newest of a node is its current one, and ends the one before.
    ///
    /// A greeting or a head alone is not enough: a process that ended before anybody had an entry of it would hide
    /// the one that lives, which never hears of it.
    mutating func noteRun(_ origin: Int) {
        let member = origins[origin].node
        guard member != origins[ownRun].node else { return incarnation.noteRun(origins[origin].epoch) }
        let current = origins[member: member].currentRun
        if let current, origins[current].epoch >= origins[origin].epoch { return }
        origins[member: member].currentRun = origin
        if let current {
            mark(.runReplaced)
            replaceUsers(origins[current].state.users, of: current, by: [], of: origin)
        }
        // A run that nothing was told of has no links yet.
        if current != nil || !origins[origin].linkedMembers.isEmpty { isTopologyStale = true }
    }

    private mutating func replaceUsers(
        _ old: [RunState.User],
        of oldOrigin: Int,
        by new: [RunState.User],
        of newOrigin: Int
    ) {
        for user in old { rooms.remove(user, of: oldOrigin) }
        for user in new { rooms.add(user, of: newOrigin) }
        for user in old + new { usersChanged(in: user.channel, of: newOrigin) }
        for user in new { settleClaims(of: user.name, in: user.channel) }
    }

    private mutating func setLinks(_ names: [String], of origin: Int) {
        // One that takes another's place can be a shorter way too.
        if !Set(origins[origin].state.links).isSuperset(of: names) { hasNewLinks = true }
        origins[origin].state.links = names
        let limit = settings.limits.members
        origins[origin].linkedMembers = names.compactMap { origins.member(linkedAs: $0, limit: limit) }
        isTopologyStale = true
    }

    /// Tells the shell that a channel's users changed, unless nobody sees the node anyway.
    private mutating func usersChanged(in channel: ChannelKey, of origin: Int) {
        if origins[member: origins[origin].node].isReachable { noteUsersChanged(in: channel) }
    }
}
