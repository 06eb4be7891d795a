import Gossip

/// Who comes to one node in a crowd, or says what only a crowd or a long time makes too much: each in a few seeds.
extension WholeScenario {
    /// Draws one of them, or none.
    mutating func drawRushes(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3424E)
        let kind = dice.below(20)
        drawSilences(&dice)
        if isDemonstration, let link = links.first {
            let time = dice.pick(Self.firstAction...quietAt)
            come(.meddling, to: link.dialer, at: "/demo/links/n\(link.listener)", time)
        }
        guard terrain.refuge == nil else { return }
        if crowd.isNarrow {
            if dice.below(3) == 0 { drawLongPositions(&dice) }
            if dice.below(3) == 0 { drawKeepers(&dice) }
        }
        if servesMore, isQuick, crowd.turn == nil, dice.below(4) == 0 { drawVisit(.manyAddresses, &dice) }
        switch kind {
        case 0, 1: drawCrowding(&dice)
        case 2, 3: drawVisit(.surveying, &dice)
        case 4, 5: if clientLengthForAll > Self.longestWords { drawVisit(.longWords, &dice) }
        case 6: if mayShout { drawShout(&dice) }
        case 7, 8: drawPressure(&dice)
        default: break
        }
    }

    /// How long the longest message is that somebody says, in bytes.
    private static let longestWords = 100_000

    /// Whether what somebody says is not held up: over a line that loses or is narrow, it comes no faster than the rate
    /// allows.
    var isQuick: Bool {
        profile.lossPerMillion == 0 && profile.bufferBytes >= WireProfile().bufferBytes
    }

    /// Whether somebody may say more than the rate lets pass.
    var mayShout: Bool {
        isQuick && !losesOld && terrain.refuge == nil && !crowd.guests.contains { $0.kind == .stranger(.flood) }
    }

    /// Somebody comes once.
    private mutating func come(_ mischief: Mischief, to node: Int, at path: String = "/channels/cellar", _ time: Int64)
    {
        let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: time)
        crowd.guests.append(WholeGuest(.stranger(mischief), at: path, [coming]))
    }

    /// A time in which all nodes serve.
    private func servingTime(_ dice: inout Dice) -> Int64 { dice.pick(Self.allServe...max(Self.allServe, quietAt)) }

    private mutating func drawVisit(_ mischief: Mischief, _ dice: inout Dice) {
        let time = servingTime(&dice)
        come(mischief, to: dice.below(nodes), time)
        quietAt = max(quietAt, time + Mischief.longestVisit)
    }

    /// More messages come than the rate lets pass.
    private mutating func drawShout(_ dice: inout Dice) {
        (crowd.rate, crowd.turn) = (Mischief.rate, nil)
        drawVisit(Mischief.shouts[dice.below(2)], &dice)
    }

    /// Where there is time for that, some are silent for longer than anybody may.
    private mutating func drawSilences(_ dice: inout Dice) {
        let last = quietAt - Mischief.longestSilence - 1_000_000_000
        guard last > Self.allServe else { return }
        for mischief in [Mischief.silence, .idling, .silence, .idling] {
            come(mischief, to: dice.below(nodes), dice.pick(Self.allServe...last))
        }
    }

    /// More come to a node than it has descriptors for; where everybody is there, it has room for all but those.
    private mutating func drawCrowding(_ dice: inout Dice) {
        guard crowd.descriptors == nil, !crowd.manners.contains(where: \.leavesGhosts) else { return }
        let room = 40 + 2 * (browsers + crowd.guests.count)
        crowd.descriptors = Self.usedDescriptors + room
        let (node, start) = (dice.below(nodes), servingTime(&dice))
        for _ in 0..<(room + Self.refusedAtOnce) { come(.crowding, to: node, start + dice.pick(0...400_000_000)) }
        quietAt = max(quietAt, start + Mischief.longestStay)
    }

    /// How many descriptors a node has for itself at the least, of which it needs some before anybody comes.
    private static let usedDescriptors = 8 + 16

    /// How many come who find no room: more than a node refuses at once.
    private static let refusedAtOnce = 12

    /// Many come who read on a channel where nobody posts, and name in their positions what is nowhere; and leave one by one.
    private mutating func drawLongPositions(_ dice: inout Dice) {
        let (node, start) = (dice.below(nodes), servingTime(&dice))
        for _ in 0..<Mischief.longPositions { come(.longPosition, to: node, start + dice.pick(0...400_000_000)) }
        quietAt = max(quietAt, start + Mischief.longestStay + 1_000_000_000)
    }

    /// Some stop reading in the middle of large messages, each of another one, which nodes that keep a megabyte let go of soon:
    /// what is kept for those alone is more than may be.
    private mutating func drawKeepers(_ dice: inout Dice) {
        let (node, start, path) = (dice.below(nodes), servingTime(&dice), "/channels/large")
        let posts = (0..<30).map { number in
            let post = WholeGuest.Deed.Matter.post(1, bytes: 90_000 + dice.below(30_000))
            return WholeGuest.Deed(post, time: start + Int64(number) * 100_000_000)
        }
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening(echoes: false)), at: path, posts))
        for number in 0..<9 { come(.deafness, to: node, at: path, start + 200_000_000 + Int64(number) * 170_000_000) }
        quietAt = max(quietAt, start + 4_000_000_000)
    }

    /// Much is said on a channel that many hear, where turns are so short that not all can be given it at once: who says it has
    /// to wait.
    private mutating func drawPressure(_ dice: inout Dice) {
        let isOther = crowd.guests.contains { guest in
            [.flood, .manyAddresses].contains { guest.kind == .stranger($0) }
        }
        // Who has no room for what comes before its turn asks for each message again, and again.
        guard !isOther, !terrain.isRecorded, crowd.rate == nil, isQuick, crowd.limits == GossipLimits() else { return }
        crowd.turn = Self.turns.lowerBound << dice.below(8)
        let (node, start) = (dice.below(nodes), servingTime(&dice))
        for _ in 0..<15 { come(.listening, to: node, start + dice.pick(0...200_000_000)) }
        for mischief in [Mischief.pressingPosts, .pressingWords] {
            come(mischief, to: node, start + dice.pick(500_000_000...700_000_000))
        }
        quietAt = max(quietAt, start + Mischief.longestStay + 1_000_000_000)
    }
}
