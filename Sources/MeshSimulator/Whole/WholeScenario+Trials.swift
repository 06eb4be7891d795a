/// What a node was once found wanting in, and what seldom comes together by chance: each in a few seeds.
extension WholeScenario {
    /// Draws one of them, or none.
    mutating func drawTrial(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3410E)
        switch dice.below(36) {
        case 0, 1: drawTricklers(&dice)
        case 2: drawPingers(&dice)
        case 3: drawAbsence(&dice)
        case 4, 11, 12: drawLimits(&dice)
        case 5: drawDistance(&dice)
        case 6: drawEavesdropper(&dice)
        case 7: drawForgetful(&dice)
        case 8: drawLeap(&dice)
        case 9: drawGivingUp(&dice)
        case 10: drawTelephone(&dice)
        default: break
        }
    }

    /// Strangers who take their time, on nodes with which nothing goes wrong.
    private mutating func drawTricklers(_ dice: inout Dice) {
        let well = (0..<nodes).filter { node in !faults.contains { $0.trouble.host == node } }
        for _ in 0...dice.below(3) {
            let mischief = Mischief.slow[dice.below(Mischief.slow.count)]
            let start = dice.pick(Self.allServe...max(Self.allServe, quietAt))
            let node = well.isEmpty ? -1 : well[dice.below(well.count)]
            let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: start)
            crowd.guests.append(WholeGuest(.stranger(mischief), at: "/channels/cellar", [coming]))
            quietAt = max(quietAt, start + mischief.duration)
        }
    }

    /// When all nodes serve that nothing keeps from it: they have heard their peers, or waited for them, in nanoseconds.
    static let allServe: Int64 = 2_500_000_000

    /// A node stands still while several strangers send it thousands of pings each: it finds more than is done in one turn.
    private mutating func drawPingers(_ dice: inout Dice) {
        keepFile()
        profile.bufferBytes = max(profile.bufferBytes, 32_768)
        let (node, start) = (dice.below(nodes), dice.pick(Self.allServe...max(Self.allServe, quietAt)))
        for _ in 0..<16 {
            let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: start + dice.pick(0...50_000_000))
            crowd.guests.append(WholeGuest(.stranger(.flood), at: "/channels/cellar", [coming]))
        }
        // They begin when the node stands still, and have sent enough when it goes on.
        let end = start + Mischief.calm
        faults.append(WholeFault(.pause(node), start: end - 100_000_000, end: end + 600_000_000))
        quietAt = max(quietAt, end + 1_500_000_000)
    }

    /// A node stands still for longer than it waits for a sign of life, and clients have nothing to say before it nor for long
    /// after it.
    private mutating func drawAbsence(_ dice: inout Dice) {
        guard !keepsLess else { return }
        keepFile()
        let node = dice.below(nodes)
        let start = dice.pick(Self.allServe...max(Self.allServe, quietAt))
        let end = start + dice.pick(61_000_000_000...70_000_000_000)
        faults.removeAll { $0.trouble.host == node }
        faults.append(WholeFault(.pause(node), start: start, end: end))
        for path in ["/channels/quiet", "/channels/tea"] {
            let time = start - dice.pick(200_000_000...900_000_000)
            let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: time)
            crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening()), at: path, [coming]))
        }
        // Until everybody was looked after once.
        quietAt = max(quietAt, end + 15_000_000_000)
    }

    /// No other file comes, and no part is healed before the others.
    mutating func keepFile() {
        (terrain.revision, terrain.refuge) = (nil, nil)
        faults.removeAll { fault in
            switch fault.trouble {
            case .renewal, .rereading: true
            case .split, .deafness, .cut, .kill, .powerFailure, .tampering, .interruption, .restoration, .pause, .jump,
                .disk, .names, .misstart, .removal, .exhaustion:
                false
            }
        }
    }
}
