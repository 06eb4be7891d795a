import Gossip

extension Scenario {
    /// How many seeds in a million have hosts that keep next to nothing.
    private static let miserShare = 90_000

    /// How many messages such a host keeps in a channel.
    private static let miserRoom: ClosedRange<Int64> = 1...8

    /// How long a message is that a host takes which takes no longer ones, in bytes: many that people post are longer.
    private static let miserBytes: ClosedRange<Int64> = 60...400

    /// When hosts come that were not there from the start, so that they ask for all that was posted, in nanoseconds.
    private static let late = Int64.seconds(3)...Int64.seconds(7)

    /// Has some hosts keep next to nothing, or take short messages alone, and others come late or lose all that they had: each
    /// must ask on until it finds who holds what the first one that it asked has let go.
    ///
    /// All others are linked to each other without any of these and without the one that crashes, and no link fails: who could
    /// ask nobody else for a while would have lost something for good.
    mutating func addMisers(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 403)
        guard dice.chance(perMillion: Self.miserShare), settings.retention == Retention(), !hasLiars else { return }
        let crash = faults.first { if case .crash = $0.kind { true } else { false } }
        faults = crash.map { [$0] } ?? []
        var missing: Set<Int> = []
        if case .crash(let host, _) = crash?.kind { missing = [host] }
        // Nobody hears anything of one that never starts.
        missing.formUnion(hosts.indices.filter { hosts[$0].startsAt == nil })
        var misers: Set<Int> = []
        for _ in 0..<(2 + dice.below(4)) {
            let host = dice.below(hosts.count)
            guard !missing.contains(host), isConnected(without: misers.union(missing).union([host])) else { continue }
            misers.insert(host)
        }
        var lengthDice = Dice(seed: seed, stream: 406)
        for host in misers.sorted() {
            hosts[host].keptMessages = Int(dice.pick(Self.miserRoom))
            guard lengthDice.chance(perMillion: 600_000) else { continue }
            hosts[host].takenBytes = Int(lengthDice.pick(Self.miserBytes))
            if lengthDice.chance(perMillion: 700_000) { hosts[host].keptMessages = nil }
        }
        var absent = misers.union(missing)
        for host in hosts.indices where !absent.contains(host) && dice.chance(perMillion: 150_000) {
            // One that never starts is somebody's twin.
            guard hosts[host].startsAt != nil, isConnected(without: absent.union([host])) else { continue }
            absent.insert(host)
            hosts[host].startsAt = dice.pick(Self.late)
        }
        for index in actions.indices {
            actions[index].kind = actions[index].kind.moved { host in
                var host = host
                while misers.contains(host) { host = (host + 1) % hosts.count }
                return host
            }
        }
    }
}

extension Scenario.Host {
    /// Whether its nodes keep fewer messages than others, or take shorter ones.
    var isMiser: Bool { keptMessages != nil || takenBytes != nil }
}

extension Action.Kind {
    /// The same with another host; a client that wants to do harm goes where it would.
    func moved(_ place: (Int) -> Int) -> Self {
        switch self {
        case .attach(let client, let host, let username): .attach(client: client, host: place(host), username: username)
        case .hop(let traveller, let host, let isSilent, let forgets):
            .hop(traveller: traveller, host: place(host), isSilent: isSilent, forgets: forgets)
        case .post, .detach, .say, .rest, .misbehave: self
        }
    }
}
