/// What a file, a line or a clock does to messages that others take, bring and keep.
extension WholeScenario {
    /// How long a message may be stands otherwise in another file, and some nodes never read that: what the others take is a
    /// gap to them.
    mutating func drawLimits(_ dice: inout Dice) {
        guard !losesOld, quietAt < Self.longestChat else { return }
        keepFile()
        var revision = WholeRevision()
        (crowd.messageBytes, revision.messageBytes) = dice.below(2) == 0 ? (16_384, 262_144) : (nil, 16_384)
        terrain.revision = revision
        var order = Array(0..<nodes)
        dice.shuffle(&order)
        for node in order.prefix(1 + dice.below(max(1, nodes - 1))) {
            let start = dice.pick(Self.firstAction...max(Self.firstAction, quietAt - 500_000_000))
            let end = min(quietAt, start + dice.pick(50_000_000...1_000_000_000))
            let trouble = dice.below(3) == 0 ? WholeFault.Trouble.rereading(node) : .renewal(node, isKilled: false)
            faults.append(WholeFault(trouble, start: start, end: max(start, end)))
        }
        let posts = (0...dice.below(3)).map { _ in
            let post = WholeGuest.Deed.Matter.post(1, bytes: 110_000 + dice.below(50_000))
            return WholeGuest.Deed(post, time: dice.pick(Self.firstAction...quietAt))
        }
        crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/long", posts))
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening(speaksEvents: true)), at: "/channels/long"))
    }

    /// How long a message may be that every node takes from another, whichever file it has read, in bytes: six times as long
    /// as one of a client, and some, for in JSON a byte may become six.
    var lengthForAll: Int {
        let first = crowd.isNarrow ? 131_072 : crowd.messageBytes ?? 1 << 20
        return 6 * min(first, terrain.revision?.messageBytes ?? first) + 4096
    }

    /// The last node is behind one link over datagrams, slow and far, and what is to get there takes the link many seconds.
    mutating func drawDistance(_ dice: inout Dice) {
        guard !losesOld, quietAt < Self.longestChat else { return }
        keepFile()
        let (last, ahead) = (nodes - 1, nodes - 2)
        // The first links join each node with one before it.
        links = links.enumerated().filter { number, link in
            number == ahead || link.dialer != last && link.listener != last
        }.map(\.element)
        links[ahead].isDatagrams = true
        links[ahead].isDistant = true
        profile.bytesPerSecond = WireProfile().bytesPerSecond
        profile.bufferBytes = WireProfile().bufferBytes
        for _ in 0...dice.below(Self.longestQueue) {
            let post = WholeGuest.Deed.Matter.post(1, bytes: 900_000 + dice.below(100_000))
            let deed = WholeGuest.Deed(post, time: dice.pick(Self.firstAction...quietAt))
            crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/far", [deed]))
        }
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/far"))
    }

    /// How many messages of a megabyte are on their way over a slow line at most.
    private static let longestQueue = 2

    /// How long a slow and distant line takes for all of them, in nanoseconds; each may be there twice.
    var timeOverDistance: Int64 {
        links.contains(where: \.isDistant) ? Int64(2 * Self.longestQueue) * 13_000_000_000 : 0
    }

    /// What a slow and distant line is like.
    static let distance: WireProfile = {
        var profile = WireProfile()
        profile.delay = .uniform(145_000_000...155_000_000)
        profile.bytesPerSecond = 100_000
        profile.queueBytes = 65_536
        return profile
    }()

    /// A clock is a day and an hour ahead of what it was, from one moment to the next, on a node that goes on: that makes no
    /// message older.
    mutating func drawLeap(_ dice: inout Dice) {
        keepFile()
        crowd.seconds = nil
        terrain.machines = []
        let node = dice.below(nodes)
        faults.removeAll { fault in
            // A program that starts with such a clock lets everything go, and cannot know better.
            if case .jump = fault.trouble { true } else { fault.trouble.host == node }
        }
        let time = dice.pick(2 * Self.firstAction...quietAt)
        faults.append(WholeFault(.jump(node, by: 90_000_000_000, isPutRight: false), start: time, end: time))
    }

    /// The machine of a node has no battery and no disk: each time it starts at the same time, and knows of nothing; and it is
    /// cut off when it does.
    mutating func drawForgetful(_ dice: inout Dice) {
        keepFile()
        let node = dice.below(nodes)
        faults.removeAll { fault in
            if case .jump = fault.trouble { true } else { fault.trouble.host == node }
        }
        terrain.machines = (0..<nodes).map { terrain.machine($0) }
        (terrain.machines[node].isFrozenAtBoot, terrain.machines[node].hasNoData) = (true, true)
        terrain.isRecorded = false
        let start = dice.pick(3_000_000_000...max(3_000_000_000, quietAt))
        let end = start + dice.pick(200_000_000...400_000_000)
        faults.append(WholeFault(.split([node]), start: start - 300_000_000, end: end + 4_000_000_000))
        faults.append(WholeFault(.kill(node), start: start, end: end))
        for browser in 0..<browsers where dice.below(3) > 0 {
            for time in [start - 800_000_000, end + 2_200_000_000] {
                actions.append(WholeAction(browser: browser, deed: .reload(node: node, after: 1_000_000), time: time))
                actions += (1...8).map {
                    WholeAction(browser: browser, deed: .speak(1), time: time + $0 * 90_000_000)
                }
            }
        }
        quietAt = max(quietAt, end + 4_500_000_000)
    }
}
