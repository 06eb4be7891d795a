/// A line that is slow and far.
extension WholeScenario {
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
}
