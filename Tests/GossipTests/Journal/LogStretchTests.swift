import Testing

@testable import Gossip

@Suite("A stretch of a log that is to be rewritten", .computing) struct LogStretchTests {
    private static let keys = (0...2 as ClosedRange<UInt8>).map { ChannelKey(kind: .relay, name: [$0]) }

    /// A log with entries of all kinds, some of which are held no more.
    private static func log(seed: UInt64) -> EntryLog {
        var dice = SeededDice(seed: seed)
        var limits = GossipLimits()
        limits.stateEntries = 4
        var log = EntryLog()
        var posts: [(sequence: UInt64, channel: Int)] = []
        for number in 0..<(20 + Int(dice.roll(300))) {
            switch dice.roll(10) {
            case 0: log.append(state: [UInt8(number % 256)], time: 1, limits: limits)
            case 1:
                let lower = log.head + 1
                let count = Gap.Count(channel: Self.keys[0], messages: 1)
                log.append(gap: Gap(lower: lower, upper: lower + dice.roll(3), counts: [count]))
            default:
                let channel = Int(dice.roll(3))
                log.append(post: channel, record: number, time: 1)
                posts.append((log.head, channel))
            }
        }
        for (sequence, channel) in posts where dice.roll(2) == 0 {
            log.remove(posts: sequence...sequence, of: Self.keys[channel])
        }
        return log
    }

    private static func describe(_ gap: Gap) -> String { "\(gap.lower)...\(gap.upper) of \(gap.counts)" }

    /// What a stretch has, up to its end.
    private static func pieces(of stretch: LogStretch) -> [String] {
        var stretch = stretch
        var pieces: [String] = []
        while let piece = stretch.piece {
            switch piece {
            case .posts(let numbers): pieces += numbers.map { "post \($0)" }
            case .state(let bytes): pieces.append("state \(bytes)")
            case .gap(let gap): pieces.append(describe(gap))
            }
            stretch.goOn()
        }
        return pieces
    }

    /// What a log has, entry by entry.
    private static func pieces(of log: EntryLog, in range: ClosedRange<UInt64>) -> [String] {
        var pieces: [String] = []
        var sequence = range.lowerBound
        while sequence <= range.upperBound, let piece = log.piece(at: sequence) {
            switch piece {
            case .post: pieces.append("post \(sequence)")
            case .state(let state): pieces.append("state \(state.bytes)")
            case .gap(let gap):
                let part = gap.prefix(below: range.upperBound + 1)
                pieces.append(describe(part))
                sequence = part.upper
            }
            sequence += 1
        }
        return pieces
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `has what the log had, of any part of it, whatever becomes of the log`(seed: UInt64) {
        var log = Self.log(seed: seed)
        var dice = SeededDice(seed: ~seed)
        let lower = 1 + dice.roll(log.head)
        let range = lower...(lower + dice.roll(log.head + 3 - lower))
        let expected = Self.pieces(of: log, in: range)
        let stretch = LogStretch(of: log, in: range)
        #expect(log.heldPostCount(in: range) == expected.count { $0.hasPrefix("post") })
        for number in 1...log.head { log.remove(posts: number...number, of: Self.keys[0]) }

        #expect(Self.pieces(of: stretch) == expected)
    }

    @Test func `is gone on with behind each of its messages`() {
        var log = EntryLog()
        for record in 0..<6 { log.append(post: 0, record: record, time: 1) }
        log.remove(posts: 5...5, of: Self.keys[0])
        var stretch = LogStretch(of: log, in: 1...6)
        var left: [Int] = []
        for sequence in [1, 3, 4, 6] as [UInt64] {
            stretch.goOn(behind: sequence)
            left.append(Self.pieces(of: stretch).count)
            if sequence == 4 { stretch.goOn() }
        }
        #expect(left == [5, 3, 2, 0])
    }

    @Test func `is taken at once, however many messages stand alone in it`() {
        let counts = [1000, 64_000]
        let logs = counts.map { count in
            var log = EntryLog()
            for record in 0..<count { log.append(post: 0, record: record, time: 1) }
            for number in stride(from: 2, to: UInt64(count), by: 2) {
                log.remove(posts: number...number, of: Self.keys[0])
            }
            return log
        }
        var lengths: Set<UInt64> = []
        let growth = growthOfTime(from: counts[0], to: counts[1]) { count in
            let log = logs[counts.firstIndex(of: count) ?? 0]
            for _ in 0..<1000 {
                let stretch = LogStretch(of: log, in: 1...log.head)
                if case .posts(let numbers) = stretch.piece { lengths.insert(numbers.upperBound) }
            }
        }
        #expect(lengths == [1])
        #expect(growth < 8)
    }
}
