import Testing

@testable import Gossip

@Suite("A reorder buffer", .computing) struct ReorderBufferTests {
    /// An entry that takes 200 bytes.
    private func entry(_ sequence: UInt64) -> HeldEntry {
        HeldEntry(
            sequence: sequence,
            item: Array(repeating: UInt8(sequence), count: 200 - HeldEntry.cost),
            isLive: true,
            link: 1
        )
    }

    @Test func `gives entries back in order, however they came`() {
        var buffer = ReorderBuffer()
        for sequence in [5, 3, 9, 4, 3] as [UInt64] { buffer.insert(entry(sequence)) }

        #expect(buffer.byteCount == 800)
        #expect(buffer.last == 9)
        let taken = [3, 4, 5, 6].map { buffer.take($0)?.sequence }
        #expect(taken == [3, 4, 5, nil])
        #expect(buffer.first?.sequence == 9)
        #expect(buffer.byteCount == 200)
    }

    @Test func `drops what lies below the entry that is asked for`() {
        var buffer = ReorderBuffer()
        for sequence in [2, 3, 5] as [UInt64] { buffer.insert(entry(sequence)) }

        let taken = buffer.take(5)?.sequence
        #expect(taken == 5)
        #expect(buffer.byteCount == 0)
        #expect(buffer.last == nil)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `counts the messages of each channel up to a number, whatever comes and goes`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        let channels = [([], .chat), ([], .relay), ([1], .relay), ([2], .relay), ([1, 2], .relay)]
            .map { (name: [UInt8], kind: ChannelKind) in ChannelKey(kind: kind, name: name) }
        var buffer = ReorderBuffer()
        var held: [(sequence: UInt64, channel: ChannelKey?)] = []
        for _ in 0..<1000 {
            let (sequence, place) = (1 + dice.roll(600), Int(dice.roll(UInt64(channels.count) + 1)))
            if dice.roll(4) > 0 {
                let channel = place < channels.count ? channels[place] : nil
                buffer.insert(HeldEntry(sequence: sequence, item: [], channel: channel, isLive: true, link: 1))
                if !held.contains(where: { $0.sequence == sequence }) { held.append((sequence, channel)) }
            } else if dice.roll(20) == 0 {
                _ = buffer.take(sequence / 4)
                held.removeAll { $0.sequence <= sequence / 4 }
            }
            let below = held.filter { $0.sequence <= sequence }
            #expect(buffer.posts.count(upTo: sequence) == below.count { $0.channel != nil })
            for channel in channels {
                #expect(buffer.posts.count(of: channel, upTo: sequence) == below.count { $0.channel == channel })
            }
        }
        buffer.checkInvariants()
    }

    @Test func `takes an entry in the same time wherever it comes to stand`() {
        let growth = growthOfTime(from: 4000, to: 64_000) { count in
            var buffer = ReorderBuffer()
            for sequence in (1...UInt64(count)).reversed() {
                buffer.insert(HeldEntry(sequence: sequence, item: [], isLive: true, link: 1))
            }
            #expect(buffer.first?.sequence == 1 && buffer.last == UInt64(count))
        }
        // For sixteen times as many; all that stand behind each moved would take 256 times as long.
        #expect(growth < 48)
    }

    @Test func `has a limit, and shares one with those of all other origins`() {
        var limits = GossipLimits()
        limits.earlyBytes = 400
        limits.allEarlyBytes = 600
        var buffers = ReorderBuffers(limits: limits)
        for origin in 0..<3 { buffers.add(origin) }

        var roomFor: [Bool] = []
        for origin in 0..<3 {
            for sequence in [2, 3, 4] as [UInt64] { roomFor.append(buffers.hold(entry(sequence), of: origin)) }
        }

        #expect(roomFor == [true, true, false, true, false, false, false, false, false])
        #expect((0..<3).map { buffers[$0].byteCount } == [400, 200, 0])
        buffers.close(0)
        #expect(buffers.byteCount == 200)
        buffers.checkInvariants()
    }
}
