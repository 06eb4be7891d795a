import Bytes

/// Makes valid frames of the gossip protocol: of all types, about runs that exist and runs that do not.
///
/// It shares nothing with the node's own writers, so a change of the wire that is meant is made here too.
package struct GossipGrammar: Sendable {
    /// A run that frames are about.
    package struct Run: Sendable {
        var name: String
        var epoch: UInt64

        /// The number of its next entry, as far as frames told of it.
        var next: UInt64 = 1

        /// How frames name it.
        var encoded: [UInt8] { Piece.parts([.counted(name), .word(epoch)]).encoded }

        /// Starts before its first entry.
        package init(name: String, epoch: UInt64) {
            self.name = name
            self.epoch = epoch
        }
    }

    /// The version of the protocol.
    static let version: UInt8 = 2

    package var dice: Dice
    package var runs: [Run]

    /// The names that its users have.
    package var usernames = ["ana", "bob", "zo\u{EB}"]

    /// The channels in which its users are, and where they post: a kind, 0 for a chat and 1 for a relay, and a name.
    package var channels: [(kind: UInt8, name: String)] = [(0, "chat"), (1, ""), (1, "x")]

    /// What the time of entries is about, in microseconds since 1970.
    package var wall: UInt64

    /// Whether it says which runs are over.
    package var tellsOfClosedRuns = true

    /// Whether the frames of some messages are none that a WebSocket server sends.
    package var breaksMessages = false

    /// Makes a grammar that speaks of some runs.
    package init(dice: Dice, runs: [Run], wall: UInt64) {
        self.dice = dice
        self.runs = runs
        self.wall = wall
    }

    /// The greeting of a process.
    package func hello(_ name: String, epoch: UInt64, nonce: UInt64) -> Piece {
        let values: [Piece] = [
            .text(name), .word(epoch), .word(nonce), .word(nonce), .varint(1 << 20), .word(wall), .varint(1),
        ]
        let fields = values.enumerated().map { tag, value in
            Piece.parts([.varint(UInt64(tag) + 1), Piece(.block(.varint, [value]))])
        }
        return Self.frame(1, [.text("MESH"), .byte(Self.version), .byte(Self.version)] + fields)
    }

    /// What follows the greeting, as the answer to the peer's.
    ///
    /// - Parameter greeting: The first frames of the peer.
    /// - Returns: `nil` when they do not begin with a greeting.
    package static func welcome(to greeting: [UInt8]) -> Piece? {
        var cursor = ByteCursor(at: 11)
        let bytes = greeting.span
        while let tag = try? cursor.varint(in: bytes), let value = try? cursor.counted(limit: 1024, in: bytes) {
            guard tag == 4, value.count == 8 else { continue }
            return frame(14, [.word(bytes.bigEndian(at: value.lowerBound, as: UInt64.self))])
        }
        return nil
    }

    /// Some frame that may come once both have greeted.
    package mutating func frame() -> Piece {
        let number = dice.below(runs.count)
        let kind = dice.below(16)
        return kind < Self.claimKinds ? claim(kind, about: number) : entries(of: number)
    }

    /// Some frame that may come once both have greeted, and has no entries.
    package mutating func claim() -> Piece {
        let number = dice.below(runs.count)
        return claim(dice.below(Self.claimKinds), about: number)
    }

    private static let claimKinds = 9

    private mutating func claim(_ kind: Int, about number: Int) -> Piece {
        switch kind {
        case 0: return Self.frame(2, [.byte(UInt8(dice.below(2))), .parts(some { $0.clock() })])
        case 1: return Self.frame(4, [.parts(some { $0.head() })])
        case 2, 3: return Self.frame(5, [.parts(some { $0.question() })])
        case 4: return Self.frame(6, [.parts(some { $0.run(number) })])
        case 5: return Self.frame(7, [.parts(some { $0.graft() })])
        case 6:
            let flags = UInt8(dice.below(2))
            let hashes: [Piece] = [.word(dice.next()), .word(dice.next()), .word(wall)]
            return Self.frame(8, hashes + [.byte(flags), .parts(some { $0.head() })])
        case 7: return Self.frame(9, [.word(dice.next()), time()])
        default: return dice.below(4) > 0 ? Self.frame(10, []) : Self.frame(11, [.counted("bye")])
        }
    }

    /// Entries of one run.
    package mutating func entries(of number: Int) -> Piece {
        let isNext = dice.below(4) > 0
        let first = isNext ? runs[number].next : 1 + UInt64(dice.below(40))
        var items: [Piece] = []
        var next = first
        for _ in 0..<dice.below(6) { items.append(item(&next)) }
        runs[number].next = max(runs[number].next, next)
        return entries(of: number, from: first, items)
    }

    /// A frame of some entries of a run.
    mutating func entries(of number: Int, from first: UInt64, _ items: [Piece]) -> Piece {
        let flags = UInt8(dice.below(8))
        return Self.frame(3, [run(number), .byte(flags), .varint(first), .parts(items)])
    }

    /// A frame of a type that the grammar knows.
    static func frame(_ type: UInt8, _ parts: [Piece]) -> Piece {
        Piece(.block(.bigEndian(4), [.byte(type)] + parts))
    }

    private mutating func some(_ part: (inout Self) -> Piece) -> [Piece] {
        var parts: [Piece] = []
        for _ in 0..<dice.below(4) { parts.append(part(&self)) }
        return parts
    }

    private func run(_ number: Int) -> Piece {
        .parts([.counted(runs[number].name), .word(runs[number].epoch)])
    }

    private mutating func anyRun() -> Piece { run(dice.below(runs.count)) }

    private mutating func clock() -> Piece { .parts([anyRun(), .varint(sequence()), .varint(sequence()), hash()]) }

    private mutating func head() -> Piece { .parts([anyRun(), .varint(sequence())]) }

    private mutating func question() -> Piece {
        let lower = sequence() + 1
        return .parts([anyRun(), .varint(lower), .varint(lower + sequence()), .varint(sequence())])
    }

    private mutating func graft() -> Piece { .parts([anyRun(), .varint(sequence()), .varint(sequence())]) }

    /// What nobody who knows a log says that it is, or nothing.
    mutating func hash() -> Piece { .word(UInt64(dice.below(4))) }

    mutating func sequence() -> UInt64 { UInt64(dice.below(60)) }

    mutating func time() -> Piece { .word(wall &+ UInt64(dice.below(1_000_000))) }

    /// By how much a message's rank is above its time: mostly not at all.
    mutating func rank() -> Piece { .varint(dice.below(4) > 0 ? 0 : UInt64(dice.below(1 << 40))) }
}
