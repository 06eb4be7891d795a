import Gossip

extension Scenario {
    /// How long things go wrong in a scenario of chaos, in nanoseconds.
    static let chaosTime: Int64 = .seconds(8)

    /// Makes a mesh in which everything goes wrong that can.
    ///
    /// What it is like, who does what, and every fault come from the seed.
    ///
    /// - Parameters:
    ///   - seed: The seed.
    ///   - count: How many nodes.
    /// - Returns: The scenario.
    public static func chaos(seed: UInt64, nodes count: Int = 25) -> Scenario {
        var dice = Dice(seed: seed, stream: 2)
        var hosts = (0..<count).map { number in
            Host(
                name: "node\(number)",
                startsAt: dice.pick(0...Int64.milliseconds(300)),
                wallOffset: dice.pick(-50_000...50_000)
            )
        }
        let shapes: [Topology] = [
            .ring, .random(degree: 3), .random(degree: 4), .random(degree: 4), .random(degree: 6),
        ]
        let profile = WireProfile.random(&dice)
        let topology = shapes[dice.below(shapes.count)]
        let datagramShare = [0, 200_000, 1_000_000][dice.below(3)]
        var edges = topology.pairs(of: count, &dice).map { dialer, listener in
            Edge(
                dialer: dialer,
                listener: listener,
                profile: dice.chance(perMillion: 100_000) ? .random(&dice) : profile,
                carriesDatagrams: dice.chance(perMillion: datagramShare)
            )
        }
        if dice.chance(perMillion: 200_000) { addTwin(to: &hosts, &edges, &dice) }
        var scenario = Scenario(seed: seed, hosts: hosts, edges: edges)
        scenario.faults = Fault.chaos(seed: seed, scenario: scenario)
        scenario.addPeople(seed: seed)
        scenario.addTravellers(seed: seed)
        scenario.addRests(seed: seed)
        scenario.addJournals(seed: seed)
        var limitDice = Dice(seed: seed, stream: 6)
        scenario.settings.limits.draw(&limitDice, nodes: scenario.hosts.count)
        scenario.addHub(seed: seed)
        scenario.slowTurns(seed: seed)
        scenario.mixReleases(seed: seed)
        scenario.addCrashLoop(seed: seed)
        scenario.addRestarts(seed: seed)
        scenario.addLateRuns(seed: seed)
        scenario.addWrongClocks(seed: seed)
        if dice.chance(perMillion: 100_000) { scenario.settings.retention.messages = 20 }
        scenario.spareClocks()
        scenario.tightenRetention(seed: seed)
        scenario.spareClosedRuns()
        scenario.steadyWays(seed: seed)
        if scenario.settings.retention == Retention(), !scenario.isSteady { scenario.addHostiles(seed: seed) }
        // What rascals say takes no room from what others do, where there are bytes enough.
        if scenario.settings.retention.bytes == Retention().bytes, !scenario.isSteady {
            scenario.addRascals(seed: seed)
        }
        scenario.addMisers(seed: seed)
        let ends = scenario.faults.map(\.end) + scenario.hosts.compactMap(\.hostility?.end)
        scenario.calmAt = max(chaosTime, ends.max() ?? 0) + breath
        scenario.settlingTime = scenario.patience
        scenario.addOldFiles(seed: seed)
        return scenario
    }

    /// Has no node start with a clock that is a day ahead: it takes everything for too old, as it must.
    private mutating func spareClocks() {
        let starting = Set(faults.compactMap { if case .crash(let host, _) = $0.kind { host } else { nil } })
        faults.removeAll { fault in
            guard case .jump(let host, Fault.longestLeap, _) = fault.kind else { return false }
            return starting.contains(host)
        }
    }

    /// Has some hosts take their time, so that much happens in one turn of their nodes.
    private mutating func slowTurns(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 400)
        for host in hosts.indices where dice.chance(perMillion: 300_000) {
            hosts[host].longestTurn = dice.pick(Int64.milliseconds(1)...Int64.milliseconds(20))
        }
    }

    /// Has some hosts speak as a release before this one does, or one to come.
    private mutating func mixReleases(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 401)
        guard dice.chance(perMillion: 250_000) else { return }
        let (earlier, later) = (dice.below(4), dice.below(4))
        for host in hosts.indices {
            if dice.below(6) < earlier { hosts[host].dialect = .earlier }
            if dice.below(6) < later { hosts[host].dialect = .later }
        }
    }

    /// Adds a host whose node has the name of another, and dials all of its peers.
    private static func addTwin(to hosts: inout [Host], _ edges: inout [Edge], _ dice: inout Dice) {
        let original = dice.below(hosts.count)
        let peers = edges.filter { $0.dialer == original || $0.listener == original }
        for edge in peers {
            let peer = edge.dialer == original ? edge.listener : edge.dialer
            edges.append(
                Edge(
                    dialer: hosts.count,
                    listener: peer,
                    profile: edge.profile,
                    carriesDatagrams: edge.carriesDatagrams
                )
            )
        }
        hosts.append(Host(name: hosts[original].name, startsAt: nil))
    }
}

extension WireProfile {
    /// Some path or other: near or far, steady or not, clean or lossy, wide or narrow.
    static func random(_ dice: inout Dice) -> WireProfile {
        var profile = WireProfile()
        switch dice.below(4) {
        case 0: profile.delay = .constant(500_000)
        case 1: profile.delay = .uniform(100_000...3_000_000)
        case 2: profile.delay = .uniform(10_000_000...60_000_000)
        default: profile.delay = .heavyTail(base: 1_000_000)
        }
        if dice.chance(perMillion: 300_000) { profile.lossPerMillion = [20_000, 100_000][dice.below(2)] }
        if dice.chance(perMillion: 200_000) { profile.duplicatesPerMillion = 50_000 }
        if dice.chance(perMillion: 200_000) { profile.bytesPerSecond = 200_000 }
        if dice.chance(perMillion: 200_000) { profile.bufferBytes = 4 << 10 }
        return profile
    }
}
