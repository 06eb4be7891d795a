import Gossip

extension Scenario {
    /// How many seeds in a million have hosts with an old file.
    private static let oldFileShare = 60_000

    /// How many hosts old files do not name: their nodes have room for the run of one of them, and refuse the other's.
    private static let newcomerCount = 2

    /// When nothing is said any more on hosts that old files do not name, in nanoseconds.
    private static let silentFrom: Int64 = .seconds(3)

    /// When nodes with an old file read the new one, in nanoseconds: over datagrams no probe repeats any more what was said
    /// last on hosts that it names.
    private static let rereading = Int64.milliseconds(6500)...chaosTime

    /// From when on somebody posts, so that no node has peace, and how often, in nanoseconds: clocks that differ are compared
    /// at once where nothing has come for a second and a half.
    private static let (chatterBegin, chatterInterval) = (Int64.seconds(5), Int64.milliseconds(800))

    /// For how long that goes on after all have read the new file, in nanoseconds: clocks that differ for ten seconds are
    /// compared with the next probe, and a second later everything has come.
    private static let chatterTime: Int64 = .milliseconds(12_500)

    /// How long after the last post everybody must have everything, in nanoseconds: sooner than a node could have peace.
    private static let haste: Int64 = .milliseconds(750)

    /// How often somebody says something on a host that old files do not name, in nanoseconds.
    private static let newcomerInterval: Int64 = .milliseconds(250)

    /// How long each link takes, in nanoseconds: so little that what is said comes to everybody before the next is.
    private static let quickWay = Int64.milliseconds(1)...Int64.milliseconds(20)

    /// Has some hosts begin with a file that does not name others, whose runs their nodes refuse, and read a new one when
    /// those say nothing any more and all others speak on: nothing but clocks tells them then what they lack.
    ///
    /// All others are linked to each other without any of these, so that they lack nothing. Nothing else goes wrong: each
    /// link that opens begins with whole clocks.
    mutating func addOldFiles(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 405)
        let isKeepingAll = settings.retention == Retention() && !hosts.contains(where: \.isMiser)
        guard dice.chance(perMillion: Self.oldFileShare), isKeepingAll, !hasLiars, !isSteady else { return }
        // One that never starts is somebody's twin.
        var regular = hosts.indices.filter { hosts[$0].startsAt != nil }
        dice.shuffle(&regular)
        let newcomers = regular.prefix(Self.newcomerCount).sorted()
        let old = oldHosts(amongst: regular.dropFirst(Self.newcomerCount), notLinkedTo: Set(newcomers), &dice)
        guard !old.isEmpty else { return }
        settings.limits.strangerRuns = Self.newcomerCount - 1
        faults = old.map {
            Fault(kind: .oldFile(host: $0, unnamed: newcomers), begin: 0, end: dice.pick(Self.rereading))
        }
        for edge in edges.indices {
            edges[edge].profile = WireProfile()
            edges[edge].profile.delay = .uniform(Self.quickWay)
        }
        addWords(of: newcomers, &dice)
    }

    /// Some hosts that have no link to newcomers, and without which all others are still linked to each other.
    private func oldHosts(
        amongst regular: some Collection<Int>,
        notLinkedTo newcomers: Set<Int>,
        _ dice: inout Dice
    ) -> [Int] {
        let most = 2 + dice.below(6)
        var near = newcomers
        for edge in edges {
            if newcomers.contains(edge.dialer) { near.insert(edge.listener) }
            if newcomers.contains(edge.listener) { near.insert(edge.dialer) }
        }
        var old: Set<Int> = []
        for host in regular where old.count < most && !near.contains(host) {
            if isConnected(without: old.union([host])) { old.insert(host) }
        }
        return old.sorted()
    }

    /// Has somebody speak on each newcomer until it falls silent, and nobody else come there; and somebody elsewhere for long.
    private mutating func addWords(of newcomers: [Int], _ dice: inout Dice) {
        actions.removeAll { action in
            guard case .misbehave(_, let host, _) = action.kind else { return false }
            return newcomers.contains(host)
        }
        for index in actions.indices {
            actions[index].kind = actions[index].kind.moved { host in
                var host = host
                while newcomers.contains(host) { host = (host + 1) % hosts.count }
                return host
            }
        }
        for host in newcomers {
            let times = stride(from: Self.openingTime, to: Self.silentFrom, by: Int(Self.newcomerInterval))
            speak(at: host, as: "newcomer \(host)", at: times)
            actions.append(Action(time: Self.silentFrom, kind: .detach(client: clientCount - 1)))
        }
        let others = hosts.indices.filter { hosts[$0].startsAt != nil && !newcomers.contains($0) }
        let end = Self.chaosTime + Self.chatterTime
        let times = stride(from: Self.chatterBegin, through: end, by: Int(Self.chatterInterval))
        speak(at: others[dice.below(others.count)], as: nil, at: times)
        actions.sort { $0.time < $1.time }
        calmAt = (actions.last?.time ?? end) + Self.breath
        settlingTime = Self.haste
    }

    /// Has one more client come to a host again and again, and post each time.
    private mutating func speak(at host: Int, as name: String?, at times: some Sequence<Int64>) {
        let client = clientCount
        clientCount += 1
        for time in times {
            actions.append(Action(time: time, kind: .attach(client: client, host: host, username: name)))
            actions.append(Action(time: time, kind: .post(client: client, size: 40)))
        }
    }
}
