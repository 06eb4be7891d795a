import Testing

@testable import Gossip

@Suite("The log of an origin", .computing) struct EntryLogTests {
    private let room = ChannelKey(kind: .relay, name: [1])
    private let hall = ChannelKey(kind: .relay, name: [2])

    @Test func `has the same gaps whether posts go one by one or many at once`() {
        var single = logOfPosts(100)
        var whole = logOfPosts(100)

        for number in UInt64(1)...40 { single.remove(posts: number...number, of: number <= 20 ? room : hall) }
        whole.remove(posts: 1...20, of: room)
        whole.remove(posts: 21...40, of: hall)

        #expect(describe(whole) == describe(single))
        #expect(whole.heldCount == 60)
        #expect(whole.floor == 41)
        var looks = Looks()
        #expect(whole.lostMessages(above: 0, in: room, &looks) == 20)
        #expect(looks.taken > 0)
    }

    @Test func `lets posts go in the middle, and passes over those that are gone`() {
        var log = logOfPosts(10)

        log.remove(posts: 4...5, of: room)
        log.remove(posts: 3...8, of: room)

        #expect(log.heldCount == 4)
        #expect(log.floor == 1)
        #expect(describe(log) == ["post 1", "post 2", "gap 3...8 of 6", "post 9", "post 10"])

        log.remove(posts: 1...2, of: room)
        #expect(log.floor == 9)
        #expect(describe(log) == ["gap 1...8 of 8", "post 9", "post 10"])
    }

    @Test func `counts what it holds in no more time where that is much`() {
        let counts = [1000, 64_000]
        let logs = counts.map(logOfPosts)
        let growth = growthOfTime(from: counts[0], to: counts[1]) { count in
            let log = logs[counts.firstIndex(of: count) ?? 0]
            var held = 0
            for _ in 0..<1000 { held = log.heldPostCount(in: 2...log.head) }
            #expect(held == count - 1)
        }
        #expect(growth < 8)
        #expect(logs[0].heldPostCount(in: 1001...1002) == 0)
        #expect(logs[0].heldPostCount(in: 990...1002) == 11)
    }

    @Test func `counts in its newest gaps messages of nobody knows which channels, as far as they have room`() {
        var log = EntryLog()
        log.append(gap: Gap(lower: 1, upper: 3))
        log.append(post: 0, record: 0, time: 1)
        log.append(gap: Gap(lower: 5, upper: 6, counts: [Gap.Count(channel: room, messages: 1)]))

        log.count(atLeast: 2)
        #expect(describe(log) == ["gap 1...3 of 0", "post 4", "gap 5...6 of 1"])
        var looks = Looks()
        log.count(atLeast: 3)
        #expect(describe(log) == ["gap 1...3 of 0", "post 4", "gap 5...6 of 2"])
        #expect(log.lostMessages(above: 4, in: room, &looks) == 2, "who has seen the fourth may have missed both")
        log.count(atLeast: 5)
        #expect(describe(log) == ["gap 1...3 of 2", "post 4", "gap 5...6 of 2"])
        log.count(atLeast: 9)
        #expect(describe(log) == ["gap 1...3 of 3", "post 4", "gap 5...6 of 2"])
        #expect(log.messageCount == 6)
        #expect(log.lostMessages(above: 0, in: room, &looks) == 5)
        #expect(log.lostMessages(above: 0, in: hall, &looks) == 4)
    }

    private func logOfPosts(_ count: Int) -> EntryLog {
        var log = EntryLog()
        for record in 0..<count { log.append(post: 0, record: record, time: 1) }
        return log
    }

    private func describe(_ log: EntryLog) -> [String] {
        var pieces: [String] = []
        var sequence: UInt64 = 1
        while let piece = log.piece(at: sequence) {
            switch piece {
            case .post(let post): pieces.append("post \(post.sequence)")
            case .state(let state): pieces.append("state \(state.sequence)")
            case .gap(let gap):
                pieces.append("gap \(gap.lower)...\(gap.upper) of \(gap.messageCount)")
                sequence = gap.upper
            }
            sequence += 1
        }
        return pieces
    }
}
