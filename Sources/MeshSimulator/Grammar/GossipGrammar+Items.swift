extension GossipGrammar {
    /// An entry, or what stands in the place of some; `next` moves by as many as it stands for.
    mutating func item(_ next: inout UInt64) -> Piece {
        let sequence = next
        next += 1
        switch dice.below(tellsOfClosedRuns ? 15 : 14) {
        case 9: return Self.item(9, [time(), .varint(1 + UInt64(dice.below(9))), .varint(self.sequence())])
        case 0:
            let name = usernames[dice.below(usernames.count)]
            return Self.item(2, [time(), channel(), .counted(name), time(), session(), time()])
        case 1: return Self.item(3, [time(), .varint(UInt64(dice.below(Int(sequence) + 1)))])
        case 2: return Self.item(4, [time(), Piece(.list(.varint, names()))])
        case 3: return Self.item(5, [time(), .counted("127.0.0.1:8000"), .counted("http://localhost/")])
        case 4:
            let length = UInt64(1 + dice.below(9))
            next += length - 1
            return Self.item(6, [.varint(length), Piece(.list(.varint, counts(upTo: length)))])
        case 5:
            next -= 1
            return snapshot(at: sequence)
        case 6: return Self.item(8, [time(), rank(), channel(), .word(dice.next() & 3), .word(7), message()])
        case 10: return Self.item(UInt8(64 + dice.below(64)), [time(), later()])
        case 12:
            next -= 1
            return Self.item(128, [hash()])
        case 14:
            next -= 1
            return closedRuns()
        case 11:
            next -= 1
            return Self.item(UInt8(192 + dice.below(64)), [later()])
        case 13:
            let notes = Piece(.block(.varint, [.byte(UInt8(dice.below(2))), .counted(["", "k1"][dice.below(2)])]))
            let key: [Piece] = dice.below(2) == 0 ? [] : [.word(dice.next() & 3), .word(7)]
            let head: [Piece] = [time(), rank(), channel()] + key
            return Self.item(key.isEmpty ? 11 : 12, head + [notes, message()])
        default: return Self.item(1, [time(), rank(), channel(), message()])
        }
    }

    /// An item, its body behind its length.
    private static func item(_ tag: UInt8, _ body: [Piece]) -> Piece {
        .parts([.byte(tag), Piece(.block(.varint, body))])
    }

    /// What only a later version understands.
    private mutating func later() -> Piece { .bytes((0..<dice.below(20)).map { UInt8($0) }) }

    /// A hash of a client's secret, or 0 for none.
    private mutating func session() -> Piece { .parts([.word(0), .word(dice.next() & 3)]) }

    private mutating func channel() -> Piece {
        let (kind, name) = channels[dice.below(channels.count)]
        return .parts([.byte(kind), .counted(name)])
    }

    /// A message's frame: what a WebSocket server sends, so that every rule for frames accepts it.
    private mutating func message() -> Piece {
        if breaksMessages, dice.below(4) == 0 { return brokenMessage() }
        let count = dice.below(40)
        let text = Piece(.block(.byte, [.bytes(repeatElement(0x61, count: count))]))
        return .parts([.byte(0x81), text])
    }

    /// A frame whose length is not as it says, or that no server sends.
    private mutating func brokenMessage() -> Piece {
        let starts: [[UInt8]] = [[0x81, 5], [0x82, 126, 0, 200], [0x81, 127, 0, 0, 0, 0], [0x81, 0x85], [0x01, 1]]
        let frame = starts[dice.below(starts.count)] + repeatElement(0x61, count: dice.below(200))
        return .bytes(frame)
    }

    /// Runs that are over: about where those of the frames are, or where the numbers end.
    private mutating func closedRuns() -> Piece {
        let epoch = runs[dice.below(runs.count)].epoch
        let ends: [UInt64] = [0, wall, Self.lastEpoch, Self.lastEpoch - 1]
        let watermark = dice.below(4) > 0 ? max(epoch, 20) - 10 + UInt64(dice.below(20)) : ends[dice.below(ends.count)]
        let messages = dice.below(4) > 0 ? sequence() : Self.lastSequence - sequence()
        let count = watermark < Self.lastEpoch - 1 ? dice.below(4) : 0
        let above = (0..<count).map { number in
            let head = 1 + sequence()
            // By its first entry it says that the one before it was had as far as that goes.
            let link = number > 0 && dice.below(2) == 0 ? UInt64(2) : 0
            let distance = 1 + UInt64(dice.below(20))
            return Piece.parts([.varint(distance), .varint(head), .varint(head / 2), .varint(link)])
        }
        return Self.item(10, [.varint(watermark), .varint(messages), Piece(.list(.varint, above))])
    }

    /// The largest epoch and the largest number of an entry.
    private static let lastEpoch: UInt64 = 1 << 53
    private static let lastSequence: UInt64 = 1 << 48

    private mutating func names() -> [Piece] {
        (0..<dice.below(4)).map { _ in .counted(runs[dice.below(runs.count)].name) }
    }

    private mutating func counts(upTo length: UInt64) -> [Piece] {
        let named = UInt64(dice.below(Int(length) + 1))
        let unnamed = UInt64(dice.below(Int(length - named) + 1))
        var counts: [Piece] = []
        if dice.below(2) == 1 { counts.append(.parts([.byte(1), channel(), .varint(named)])) }
        if dice.below(2) == 1 { counts.append(.parts([.byte(0), .varint(unnamed)])) }
        return counts
    }

    private mutating func snapshot(at sequence: UInt64) -> Piece {
        // Users came with entries that the snapshot covers.
        let users = (0..<min(UInt64(dice.below(4)), sequence)).map { number in
            let joined = number + 1
            return Piece.parts([
                .varint(joined), channel(), .counted(usernames[Int(number) % usernames.count]), time(), session(),
                time(),
            ])
        }
        return Self.item(
            7,
            [
                .varint(sequence + UInt64(dice.below(3))), .counted("h:1"), .counted(""),
                Piece(.list(.varint, names())), Piece(.list(.varint, users)), .varint(0),
            ]
        )
    }

    /// A state of a run in which one user is there many times, as entries of that run.
    mutating func crowd(of number: Int) -> Piece {
        let count = UInt64(Self.crowdSize)
        let users = (1...count).map { joined in
            Piece.parts([
                .varint(joined), .parts([.byte(channels[0].kind), .counted(channels[0].name)]), .counted(usernames[0]),
                time(), session(), time(),
            ])
        }
        let state: [Piece] = [
            .varint(count + sequence()), .counted("h:1"), .counted(""), .varint(0), Piece(.list(.varint, users)),
            .varint(0),
        ]
        return entries(of: number, from: 1, [Self.item(7, state)])
    }

    /// How often one user is there in a crowd: more often than any node allows.
    private static let crowdSize = 12
}
