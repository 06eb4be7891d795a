import Gossip

extension Scenario {
    /// How many seeds in a million have a host that lies.
    static let hostileShare = 200_000

    /// How long a host lies that stops, in nanoseconds.
    static let hostileTime: ClosedRange<Int64> = .milliseconds(100)...Int64.seconds(4)

    /// Has one host or two lie to their links, for a while or for ever.
    ///
    /// The others are linked to each other without them; retention does not let go of anything, since what liars say
    /// would take room from what others do.
    mutating func addHostiles(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 500)
        guard dice.chance(perMillion: Self.hostileShare) else { return }
        for _ in 0...dice.below(2) {
            let host = dice.below(hosts.count)
            let (name, isForEver) = (hosts[host].name, dice.chance(perMillion: 400_000))
            let begin = dice.pick(0...(Self.chaosTime - Self.hostileTime.upperBound))
            let end = begin + dice.pick(Self.hostileTime)
            guard hosts.count(where: { $0.name == name }) == 1, isConnected(without: liars.union([host])) else {
                continue
            }
            hosts[host].hostility = Hostility(
                begin: begin,
                end: isForEver ? nil : end,
                spoiledPerMillion: [20_000, 100_000, 300_000, 800_000][dice.below(4)],
                forgesRuns: !isForEver && dice.chance(perMillion: 400_000)
            )
        }
        guard hasLiars else { return }
        narrowRuns(seed: seed)
        // What a liar posts is history too.
        for traveller in travellers.indices { travellers[traveller].firstRequest = .everything }
    }

    /// Leaves nodes room for few runs of one node, where somebody makes up old runs: those make room, the oldest first, and no run
    /// that there was does.
    private mutating func narrowRuns(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 501)
        guard hosts.contains(where: { $0.hostility?.forgesRuns == true }), dice.chance(perMillion: 900_000) else {
            return
        }
        let starts = hosts.indices.map { host in
            faults.count { fault in
                guard case .crash(host, _) = fault.kind else { return false }
                return true
            }
        }
        for host in hosts.indices where hosts[host].hostility?.forgesRuns == true {
            let (begin, spoiled) = (hosts[host].hostility?.begin ?? 0, hosts[host].hostility?.spoiledPerMillion ?? 0)
            hosts[host].hostility?.spoiledPerMillion = max(spoiled, 300_000)
            hosts[host].hostility?.end = begin + Self.hostileTime.upperBound
        }
        // What is renewed, or made up to be newer, counts as well; an eighth is kept free.
        settings.limits.nodeRuns = ((starts.max() ?? 0) + Self.renewals) * 8 / 7 + 1 + dice.below(8)
    }

    /// How many runs a node has beside those that it starts with, at most.
    private static let renewals = 8
}
