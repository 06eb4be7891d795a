extension WholeMesh {
    /// A stranger begins, at a node.
    mutating func begin(_ guest: Int, _ stranger: Stranger, at node: Int) {
        var stranger = stranger
        stranger.begin(
            choose(node, for: guest, port: stranger.mischief.port),
            knowing: judge.knownOrigins,
            below: scenario.servesMore ? WholeScenario.basePath : nil,
            for: scenario.sabotage
        )
        guests.deafFrom[guest] = internet.now + Self.takingIn
        guests.all[guest] = .stranger(stranger)
        goOn(guest, stranger)
    }

    /// A stranger takes the next step.
    mutating func goOn(_ guest: Int, _ stranger: Stranger) {
        var stranger = stranger
        let wait = stranger.goOn()
        if let wait {
            schedule(.step(serial: stranger.serial), of: guest, at: internet.now + wait)
        } else {
            judgeStranger(guest, stranger)
            stranger.end()
        }
        guests.all[guest] = .stranger(stranger)
    }

    /// What a stranger does has its consequence, on a node that is well.
    private mutating func judgeStranger(_ guest: Int, _ stranger: Stranger) {
        let host = guests.nodes[guest]
        let begun = (guests.deafFrom[guest] ?? 0) - Self.takingIn
        guard !isDisturbed(host, since: begun), hosts[host].runs == guests.runs[guest],
            scenario.isDemonstration || !stranger.mischief.isPlay
        else { return }
        if let sabotage = scenario.sabotage { stranger.connection?.distort(for: sabotage) }
        // What it did not read may be let go before it does what it came for.
        if stranger.connection?.closing.code == 1013, mayHaveLetGo(ofMost: mostSent(around: guest, stranger)) { return }
        // A node serves nobody before it has heard its peers, or waited for them; what is sent behind a request for a
        // WebSocket is another request then, and a wrong one.
        let startedAt = hosts[host].process?.startedAt ?? 0
        if begun < startedAt + WholeScenario.allServe, stranger.connection?.statuses.first == 503 { return }
        // For a node that is recorded nothing is packed.
        if stranger.mischief == .packed, scenario.terrain.isRecorded, stranger.connection?.packings == 0 { return }
        // Figures of a few channels are none that anything overtakes.
        if stranger.mischief == .staleFigures, mayHaveForgottenChannels(since: begun) { return }
        guard !stranger.isSatisfied, !mayHaveBeenTurnedAway(stranger, by: host, since: begun) else { return }
        judge.object(.strangely(what: "\(stranger.mischief)", node: "n\(host)", shown: stranger.shown))
    }

    /// Whether what nodes that keep a megabyte were told since some time has taken the room of the hundreds of channels in
    /// which something was posted a little before.
    private func mayHaveForgottenChannels(since start: Int64) -> Bool {
        let posted = guests.judge.channels.values.reduce(0) { sum, channel in
            channel.messages.reduce(sum) { $1.saidAt > start - Mischief.roamingTime ? $0 + $1.content.length : $0 }
        }
        return scenario.crowd.seconds != nil || posted > 1 << 19
    }

    /// Whether somebody came to a node with a crowd that it has no room for, and was told so: behind a seal nothing can be said.
    private func mayHaveBeenTurnedAway(_ stranger: Stranger, by host: Int, since start: Int64) -> Bool {
        guard stranger.mischief != .crowding, let connection = stranger.connection,
            connection.statuses == [503] && connection.isToldWhenToReturn
                || scenario.hasSealedDoors && connection.statuses.isEmpty && connection.isCut
        else { return false }
        return scenario.crowd.guests.contains { guest in
            guest.kind == .stranger(.crowding)
                && guest.deeds.contains { deed in
                    guard case .reload(host, _) = deed.matter else { return false }
                    return (start - Mischief.longestStay - Self.takingIn...internet.now).contains(deed.time)
                }
        }
    }

    /// How often somebody sent a message at most where a stranger is: how often strangers did so, who post in the cellar alone,
    /// nobody counts.
    private func mostSent(around guest: Int, _ stranger: Stranger) -> Int {
        let channel = guests.plans[guest].channel
        return stranger.mischief.entersItsPath && channel != "cellar" ? guests.judge.sendCount(on: channel) : .max
    }

    /// Where the mesh has a key, what comes over TCP to a peer that does not hold it begins with a record of the seal, whatever
    /// goes wrong; what is in the records, and in datagrams, nobody looks at.
    mutating func judgeDoor(_ guest: Int, _ stranger: Stranger) {
        guard scenario.terrain.seal != nil, stranger.mischief.isPeer || stranger.mischief == .knocking, stranger.isLetIn
        else { return }
        let node = "n\(guests.nodes[guest])"
        judge.object(.strangely(what: "\(stranger.mischief)", node: node, shown: "what is for its peers"))
    }

    /// Whether something has gone wrong with a node itself since some time, or what went wrong before has left a mark on its
    /// disk.
    private func isDisturbed(_ host: Int, since start: Int64) -> Bool {
        hosts[host].disease.refusesToWrite(in: hosts[host].runs)
            || scenario.faults.contains { fault in
                guard fault.start <= internet.now, fault.end + Self.recovery >= start else { return false }
                switch fault.trouble {
                case .jump, .split, .deafness, .cut, .tampering, .names, .misstart: return false
                case .kill, .powerFailure, .interruption, .restoration, .pause, .disk, .renewal, .rereading, .removal,
                    .exhaustion:
                    return fault.trouble.host == host
                }
            }
    }

    /// How long what went wrong with a node shows in how it serves, in nanoseconds: it may wait for its peers.
    private static let recovery = 2 * WholeScenario.allServe

    /// How long a node that is well takes at most to take somebody in, in nanoseconds.
    private static let takingIn: Int64 = 2_000_000_000

    /// Has a host take little at a time.
    mutating func narrow(_ host: Int) {
        var profile = scenario.profile
        profile.bufferBytes = WholeScenario.deafBuffer
        for node in hosts.indices { internet.set(profile, from: node, to: host) }
    }

    /// In the end, who never read was cut off where what it should have read is not held any more.
    mutating func judgeDeaf() {
        guard let retention = scenario.finalRetention else { return }
        for (guest, client) in guests.all.enumerated() {
            let (host, name) = (guests.nodes[guest], guests.plans[guest].channel)
            guard case .stranger(let stranger) = client, stranger.mischief == .deafness, stranger.serial > 0,
                let connection = stranger.connection, let channel = guests.judge.channels[name],
                hosts[host].runs == guests.runs[guest]
            else { continue }
            let lost = guests.probes.first { $0.host == host }?.channel("relay", name).lost ?? 0
            // What the buffers take, in the smallest frames, what is held, and what never came to its node.
            let most = WholeScenario.deafBuffer / 17 + retention + lost
            let start = guests.deafFrom[guest] ?? 0
            let posted = channel.messages.count { $0.acceptance.isGiven && $0.saidAt > start }
            // In the middle of a long one it waits for the rest of that, and is let go for its silence alone.
            let isLong = channel.messages.contains { $0.content.length > WholeScenario.deafBuffer }
            guard posted > most, !isLong, !isDisturbed(host, since: start) else { continue }
            if !connection.isCut { judge.object(.notCut(reader: "guest\(guest)")) }
        }
    }
}
