/// A line that is slow and far.
extension WholeScenario {
    /// The last node is behind one link over datagrams, slow and far, and what is to get there takes the link many seconds.
    mutating func drawDistance(_ dice: inout Dice) {
        guard !keepsLess, quietAt < Self.longestChat else { return }
        links[setLastApart()].isDistant = true
        profile.bytesPerSecond = WireProfile().bytesPerSecond
        profile.bufferBytes = WireProfile().bufferBytes
        for _ in 0...dice.below(Self.longestQueue) {
            let post = WholeGuest.Deed.Matter.post(1, bytes: 900_000 + dice.below(100_000))
            let deed = WholeGuest.Deed(post, time: dice.pick(Self.firstAction...quietAt))
            crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/far", [deed]))
        }
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/far"))
    }

    /// The last node is behind one link over datagrams that is as slow as a telephone, and cut off while long messages are
    /// posted: what a new path sends at once is on its way for longer than a link may be silent.
    mutating func drawTelephone(_ dice: inout Dice) {
        guard !keepsLess, quietAt < Self.longestChat else { return }
        links[setLastApart()].isThin = true
        let start = dice.pick(Self.allServe...max(Self.allServe, quietAt))
        let end = start + 5_500_000_000
        // What comes again, and what many say at once, would take minutes.
        (faults, crowd.guests) = ([WholeFault(.split([nodes - 1]), start: start, end: end)], [])
        actions = actions.prefix(Self.fewActions).map { action in
            guard case .speak = action.deed else { return action }
            return WholeAction(browser: action.browser, deed: .speak(1), time: action.time)
        }
        for _ in 0...dice.below(Self.longestQueue) {
            let post = WholeGuest.Deed.Matter.post(1, bytes: 60_000 + dice.below(30_000))
            let deed = WholeGuest.Deed(post, time: dice.pick(start...end))
            crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/far", [deed]))
        }
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/far"))
        quietAt = max(quietAt, end)
    }

    /// Has the last node be joined to one other, over datagrams.
    ///
    /// - Returns: The link.
    private mutating func setLastApart() -> Int {
        keepFile()
        let (last, ahead) = (nodes - 1, nodes - 2)
        // The first links join each node with one before it.
        links = links.enumerated().filter { number, link in
            number == ahead || link.dialer != last && link.listener != last
        }.map(\.element)
        links[ahead].isDatagrams = true
        return ahead
    }

    /// How much is said where a line is as slow as a telephone's.
    private static let fewActions = 30

    /// How many messages of a megabyte are on their way over a slow line at most.
    private static let longestQueue = 2

    /// How long a slow and distant line takes for all of them, in nanoseconds; each may be there twice.
    var timeOverDistance: Int64 {
        let time: Int64 =
            links.contains(where: \.isDistant) ? 13_000_000_000 : links.contains(where: \.isThin) ? 12_000_000_000 : 0
        return Int64(2 * Self.longestQueue) * time
    }

    /// What a slow and distant line is like.
    static let distance = line(delay: 145_000_000...155_000_000, bytesPerSecond: 100_000)

    /// What a line is like that is as slow as a telephone's.
    static let telephone = line(delay: 45_000_000...55_000_000, bytesPerSecond: 8_000)

    private static func line(delay: ClosedRange<Int64>, bytesPerSecond: Int) -> WireProfile {
        var profile = WireProfile()
        profile.delay = .uniform(delay)
        profile.bytesPerSecond = bytesPerSecond
        profile.queueBytes = 65_536
        return profile
    }
}
