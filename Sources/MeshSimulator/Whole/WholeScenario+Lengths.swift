import Gossip

/// How long a message may be, in files that differ.
extension WholeScenario {
    /// How long a message may be stands otherwise in another file, and some nodes never read that: what the others take is a
    /// gap to them.
    mutating func drawLimits(_ dice: inout Dice) {
        guard !keepsLess, quietAt < Self.longestChat else { return }
        keepFile()
        var revision = WholeRevision()
        (crowd.messageBytes, revision.messageBytes) = dice.below(2) == 0 ? (16_384, 262_144) : (nil, 16_384)
        terrain.revision = revision
        var order = Array(0..<nodes)
        dice.shuffle(&order)
        // A quarter of them takes what is long in either case: whoever posts it is done in time.
        let quarter = max(1, nodes / 4)
        let count = min(max(quarter, 1 + dice.below(max(1, nodes - 1))), nodes - quarter)
        for node in order.prefix(count) {
            let start = dice.pick(Self.firstAction...max(Self.firstAction, quietAt - 500_000_000))
            let end = min(quietAt, start + dice.pick(50_000_000...1_000_000_000))
            let trouble = dice.below(3) == 0 ? WholeFault.Trouble.rereading(node) : .renewal(node, isKilled: false)
            faults.append(WholeFault(trouble, start: start, end: max(start, end)))
        }
        let posts = (0...dice.below(3)).map { _ in
            let post = WholeGuest.Deed.Matter.post(1, bytes: 110_000 + dice.below(50_000))
            return WholeGuest.Deed(post, time: dice.pick(Self.firstAction...quietAt))
        }
        clipPosts(to: 10_000)
        crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/long", posts))
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening(speaksEvents: true)), at: "/channels/long"))
    }

    /// Has everybody say what every node takes from a client.
    private mutating func clipPosts(to limit: Int) {
        for guest in crowd.guests.indices {
            for deed in crowd.guests[guest].deeds.indices {
                guard case .post(let count, let bytes) = crowd.guests[guest].deeds[deed].matter, bytes > limit else {
                    continue
                }
                crowd.guests[guest].deeds[deed].matter = .post(count, bytes: limit)
            }
        }
    }

    /// How long nodes wait for a message that a neighbour does not take, as it is too long for it, in nanoseconds.
    ///
    /// It is half a second for each node in whose way the message may lie. What its origin says behind it waits as long, who
    /// its users are too.
    var timeAround: Int64 {
        // Somebody who says to be a node is one in the file.
        terrain.revision?.messageBytes == nil ? 0 : Int64(nodes + (hasFalsePeer ? 1 : 0)) * 500_000_000
    }

    /// How long lines that lose a tenth take for all that guests post, from node to node, in nanoseconds.
    ///
    /// By the formula TCP brings some 400 kB/s through them at a round trip of 11 ms (Mathis and others, "The Macroscopic
    /// Behavior of the TCP Congestion Avoidance Algorithm": 1.2 segments for each round trip, by the root of the loss). What is
    /// lost on the way through a row of nodes is asked for again at each: with 0.15 s for each node, and twice that where
    /// delays have a long tail, all seeds agreed that did not before.
    var timeUnderLoss: Int64 {
        guard profile.lossPerMillion > 0 else { return 0 }
        let bytes = crowd.guests.flatMap(\.deeds).reduce(0) { sum, deed in
            if case .post(let count, let bytes) = deed.matter { sum + count * bytes } else { sum }
        }
        var timeForEach: Int64 = 150_000_000
        if case .heavyTail = profile.delay { timeForEach *= 2 }
        return Int64(nodes) * timeForEach + Int64(bytes) * 1_000_000_000 / 400_000
    }

    /// Whether messages are lost to some nodes, for their length or as they are let go, which may not know on which channel:
    /// then all channels hear of them.
    var forgetsWhereLost: Bool {
        let usual = GossipLimits()
        return (terrain.revision?.messageBytes != nil || losesOld)
            && (limits.namingBytes < usual.namingBytes || limits.namesInParts < usual.namesInParts)
    }

    /// How long a message may be that every node takes from another, whichever file it has read, in bytes: six times as long
    /// as one of a client, and some, for in JSON a byte may become six.
    var lengthForAll: Int { 6 * clientLengthForAll + 4096 }

    /// How long a message of a client may be that every node takes, whichever file it has read, in bytes.
    var clientLengthForAll: Int {
        let first = crowd.isNarrow ? 131_072 : crowd.messageBytes ?? 1 << 20
        return min(first, terrain.revision?.messageBytes ?? first)
    }
}
