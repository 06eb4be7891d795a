import Testing

@testable import Gossip

@Suite("What a node holds", .computing) struct LogStoreTests {
    private static let day: Int64 = 1_700_000_000_000_000

    private static func settings(messages: Int = 10_000, bytes: Int = 64 << 20) -> GossipSettings {
        var settings = GossipSettings()
        settings.retention.messages = messages
        settings.retention.bytes = bytes
        settings.limits.wholeRuns = 1
        return settings
    }

    /// A store that knows one run each of three nodes.
    private static func store(_ settings: GossipSettings = settings()) -> LogStore {
        var logs = LogStore(settings)
        for name in ["alpha", "bravo", "charlie"] {
            let member = logs.member(namedOrNew: name)
            _ = logs.addRun(1, of: member)
        }
        return logs
    }

    /// The number of the run that was added after so many others.
    private static func run(_ count: Int) -> Int { RunNumber.make(after: count, at: count + 1) }

    @Test func `grows by one number with each entry, whatever it is`() {
        var logs = Self.store()
        let channel = logs.openChannel(ChannelKey(kind: .relay, name: [1]))

        let first = logs.post("one", in: channel, from: Self.run(1))
        logs.append(state: [9], time: 1, of: Self.run(1), at: .at(2))
        logs.append(Gap(lower: 3, upper: 7), of: Self.run(1), at: .at(3))
        let last = logs.post("two", in: channel, from: Self.run(1), at: 4)

        #expect(first == 1)
        #expect(last == 8)
        #expect(logs.head(of: Self.run(1)) == 8)
        #expect(logs.lastChange(of: Self.run(1)) == Moment.at(4).monotonic)
        #expect(logs.channels[channel]?.messageCount == 2)
        logs.checkInvariants()
    }

    @Test func `lets go of the oldest by time, and leaves a gap that counts it`() throws {
        var logs = Self.store(Self.settings(messages: 2))
        let key = ChannelKey(kind: .relay, name: [1])
        let channel = logs.openChannel(key)
        for (sequence, time) in [3, 1, 2].enumerated() {
            logs.post("x\(sequence)", in: channel, from: Self.run(1), at: 10, time: Int64(time))
        }

        let goneCount = logs.letGoOfExcess(at: .at(11))

        #expect(goneCount == 1)
        let piece = try #require(logs.origins[Self.run(1)].log.piece(at: 2))
        guard case .gap(let gap) = piece else {
            Issue.record("the message that is oldest by time is held")
            return
        }
        #expect(gap.counts == [Gap.Count(channel: key, messages: 1)])
        logs.checkInvariants()
    }

    @Test func `remembers no run as closed that it looks after, whoever says that it is`() throws {
        var (asked, told) = (Self.store(), Self.store())
        let run = asked.addRun(2, of: 1).run
        for head: UInt64 in [5, 7] {
            let closed = try #require(ClosedRuns.Run(epoch: 2, head: head, messages: head))
            asked.adopt([(closed, nil)], of: 1, in: 1)
            told.adopt([(closed, nil)], of: 1, in: 1)
        }
        asked.checkInvariants()
        #expect(asked.counters.lost == 0 && told.counters.lost == 7)

        asked.append(Gap(lower: 1, upper: 7), of: run, at: .at(1))
        #expect(asked.clock.hash == told.clock.hash)
        #expect(asked.close([(run, nil)], of: 1) == [run])
        #expect(asked.clock.hash == told.clock.hash)
        asked.checkInvariants()
    }

    @Test func `has one hash for the same heads, be runs closed or not`() {
        var (first, second) = (Self.store(), Self.store())
        for logs in [0, 1] {
            var store = logs == 0 ? first : second
            store.append(Gap(lower: 1, upper: 5), of: Self.run(1), at: .at(1))
            _ = store.addRun(2, of: 1)
            store.append(Gap(lower: 1, upper: 2), of: Self.run(3), at: .at(2))
            if logs == 0 { first = store } else { second = store }
        }

        #expect(
            first.runsToClose(of: 1, before: Self.run(3), except: Self.run(0), at: .at(60), isBusy: { _ in true })
                .isEmpty
        )
        let over = first.runsToClose(
            of: 1,
            before: Self.run(3),
            except: Self.run(0),
            at: .at(60),
            isBusy: { _ in false }
        )
        #expect(over == [Self.run(1)])
        let closed = first.close(over.map { ($0, nil) }, of: 1)
        #expect(closed == [Self.run(1)])

        #expect(first.clock.hash == second.clock.hash)
        let (run, head, link) = first.addRun(1, of: 1)
        #expect(head == 5 && link == nil)
        #expect(first.head(of: run) == 5)
        #expect(first.clock.hash == second.clock.hash)
        first.checkInvariants()
    }

    @Test func `closes no more runs at once than take some milliseconds, however many are over`() {
        var logs = Self.store()
        let count = LogStore.closingsAtOnce + 10
        var last = 1
        for epoch in 0..<UInt64(count) {
            last = logs.addRun(2 + epoch, of: 1).run
            logs.append(Gap(lower: 1, upper: 2), of: last, at: .at(1))
        }
        var closed: [Int] = []
        for portion in [LogStore.closingsAtOnce, 10, 0] {
            let over = logs.runsToClose(of: 1, before: last, except: Self.run(0), at: .at(60), isBusy: { _ in false })
            #expect(over.count == portion)
            closed += logs.close(over.map { ($0, nil) }, of: 1)
            #expect(logs.origins[member: 1].runs.count == count + 1 - closed.count)
        }
        #expect(closed.allSatisfy { !logs.origins.isOpen($0) })
        #expect(logs.origins.isOpen(last))
    }

    @Test func `counts what is lost once for the node, and for those who use the channel`() {
        var logs = Self.store()
        let key = ChannelKey(kind: .relay, name: [1])
        let channel = logs.openChannel(key)
        let gap = Gap(lower: 1, upper: 4, counts: [Gap.Count(channel: key, messages: 3)])

        logs.countLosses(gap.counts, together: gap.messageCount)
        logs.tellLosses(gap, counting: gap.counts, since: 1, upTo: gap.upper, of: Self.run(2))
        logs.append(gap, of: Self.run(2), at: .at(1))

        #expect(logs.counters.lost == 3)
        #expect(logs.channels.figures(of: channel)?.lostCount == 3)
        #expect(logs.channels.lossCount(of: channel) == 1)
    }

    @Test func `keeps what came until all links have looked, but no more than it may lag`() {
        var settings = Self.settings()
        settings.limits.lag = 3
        var logs = Self.store(settings)
        for _ in 0..<5 {
            logs.append(state: [1], time: 1, of: Self.run(0), at: .at(1))
            logs.noteArrival(of: Self.run(0), isLive: true)
        }

        logs.trimArrivals(below: 1)
        #expect(logs.arrivals.start == 2)
        logs.trimArrivals(below: 4)
        #expect(logs.arrivals.start == 4)
        #expect(logs.arrivals[4].sequence == 5)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `holds the same after the same entries, in whatever order runs come`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        let script = (0..<3).map { _ in (0..<60).map { _ in (dice.roll(8), Int64(dice.roll(500)), dice.roll(300)) } }
        var ends: [[UInt64]] = []
        for _ in 0..<3 {
            var logs = Self.store(Self.settings(messages: 40, bytes: 20_000))
            let numbers = (0..<3).map { logs.openChannel(ChannelKey(kind: .relay, name: [UInt8($0)])) }
            var next = [0, 0, 0]
            for step in 0..<180 {
                let left = next.indices.filter { next[$0] < 60 }
                let place = left[Int(dice.roll(UInt64(left.count)))]
                let (kind, time, length) = script[place][next[place]]
                next[place] += 1
                let run = Self.run(place)
                switch kind {
                case 0: logs.append(state: [1], time: 1, of: run, at: .at(step))
                case 1:
                    logs.append(
                        Gap(lower: logs.head(of: run) + 1, upper: logs.head(of: run) + 3),
                        of: run,
                        at: .at(step)
                    )
                default:
                    let text = String(repeating: "x", count: Int(length))
                    logs.post(text, in: numbers[Int(kind) % 3], from: run, at: step, time: Self.day + time)
                }
                logs.noteArrival(of: run, isLive: true)
                if dice.roll(4) == 0 {
                    _ = logs.letGoOfExcess(at: .at(step))
                    logs.expire(at: .at(step))
                }
                logs.checkInvariants()
            }
            _ = logs.letGoOfExcess(at: .at(180))
            logs.checkInvariants()
            #expect(logs.channels.chargedBytes <= 20_000)
            ends.append(numbers.map { logs.channels.figures(of: $0)?.transcript ?? 0 } + [logs.clock.hash])
        }
        #expect(ends.allSatisfy { $0 == ends[0] })
    }
}

extension Moment {
    /// A second of a day.
    fileprivate static func at(_ second: Int) -> Moment {
        Moment(monotonic: .milliseconds(1000) * Int64(second), wall: 1_700_000_000_000_000 + 1_000_000 * Int64(second))
    }
}

extension LogStore {
    /// Appends a message of a run.
    @discardableResult
    fileprivate mutating func post(
        _ text: String,
        in channel: Int,
        from run: Int,
        at second: Int = 0,
        time: Int64? = nil
    ) -> UInt64 {
        let now = Moment.at(second)
        let (time, bytes) = (time ?? now.wall, Array(text.utf8))
        return append(bytes.span, Span(), Envelope(time: time, rank: time), in: channel, from: run, at: now)
    }
}
