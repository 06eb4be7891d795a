import Testing

@testable import Gossip

@Suite("The losses of a channel", .computing) struct LossesTests {
    /// What a channel has of all losses, and the same as a plain list: the claim is that nobody can tell them apart.
    private struct Pair {
        var losses = Losses()
        var list: [Loss] = []

        /// How many of the common ones it has taken notice of.
        var taken = 0

        /// How many there were when they were last counted, in each form.
        var seals = [(number: 0, index: 0)]

        /// How many records the channel has.
        var record = 0

        mutating func note(_ loss: Loss) {
            var loss = loss
            (loss.record, loss.offset) = (record, 10 * record)
            if list.count > seals.last?.index ?? 0, list[list.count - 1].join(loss) { return }
            list.append(loss)
        }

        mutating func take(_ all: CommonLosses) {
            if taken < all.end { losses.take(taken..<all.end, of: all, record: record, offset: 10 * record) }
            taken = all.end
        }

        mutating func seal() {
            seals.append((losses.seal(), list.count))
        }

        /// What somebody is told who has passed so many, up to as many as the others have; those that continue each other
        /// as one.
        func told(after number: Int, upTo end: Int, of all: CommonLosses) -> [Loss] {
            var (number, told) = (number, [Loss]())
            while number < end, let (loss, next) = losses.loss(number, upTo: end, of: all) {
                told.append(loss)
                number = next
            }
            #expect(number == end)
            return Self.joined(told)
        }

        /// The same, by the plain list.
        func listed(_ range: Range<Int>) -> [Loss] { Self.joined(list[range]) }

        private static func joined(_ losses: some Sequence<Loss>) -> [Loss] {
            losses.reduce(into: []) { joined, loss in
                if joined.last != nil, joined[joined.count - 1].join(loss) { return }
                joined.append(loss)
            }
        }
    }

    private static func loss(
        _ origin: Int?,
        _ numbers: ClosedRange<UInt64>,
        _ messages: UInt64,
        fresh: UInt64? = nil,
        at record: Int = 0
    ) -> Loss {
        Loss(
            origin: origin,
            numbers: numbers,
            reached: numbers.upperBound,
            messages: LostCount(most: messages, fresh: fresh ?? messages, since: numbers.lowerBound),
            record: record,
            offset: 10 * record
        )
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `are told as if each channel had noted the common ones by itself`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var all = CommonLosses()
        var pairs = [Pair(), Pair(), Pair()]
        var heads: [UInt64] = [0, 0]
        for _ in 0..<120 {
            let chosen = Int(dice.roll(3))
            switch dice.roll(8) {
            case 0...3:
                let origin = Int(dice.roll(2))
                let numbers = (heads[origin] + 1 + dice.roll(2))...(heads[origin] + 3)
                heads[origin] = numbers.upperBound
                // Some are common, some are of one channel, some are both.
                let kind = dice.roll(3)
                if kind > 0 { pairs[chosen].take(all) }
                let messages = LostCount(most: 3, fresh: 1, since: numbers.lowerBound)
                if kind < 2 { all.append(messages, in: numbers, upTo: numbers.upperBound, of: origin) }
                for other in pairs.indices where kind == 0 || (kind == 1 && other != chosen) {
                    pairs[other].note(Self.loss(origin, numbers, 3, fresh: 1))
                }
                guard kind > 0 else { continue }
                var loss = Self.loss(origin, numbers, 2)
                pairs[chosen].note(loss)
                (loss.record, loss.offset) = (pairs[chosen].record, 10 * pairs[chosen].record)
                pairs[chosen].losses.append(loss, of: all)
                if kind == 1 { pairs[chosen].taken = all.end }
            case 4:
                all.append(LostCount(5, from: 1), in: 1...5, upTo: 5, of: nil)
                for other in pairs.indices { pairs[other].note(Self.loss(nil, 1...5, 5)) }
            case 5:
                pairs[chosen].take(all)
                pairs[chosen].seal()
            default:
                pairs[chosen].take(all)
                pairs[chosen].record += 1
            }
        }
        for var pair in pairs {
            pair.take(all)
            pair.seal()
            for (place, end) in pair.seals.enumerated() {
                for start in pair.seals[...place] {
                    let told = pair.told(after: start.number, upTo: end.number, of: all)
                    #expect(told == pair.listed(start.index..<end.index))
                }
            }
        }
    }

    @Test func `are kept together only so many, and who stands before more can tell`() {
        var all = CommonLosses()
        var losses = Losses()
        for number in 0..<UInt64(CommonLosses.limit + 10) {
            all.append(LostCount(1, from: 1), in: 1...1, upTo: 1, of: Int(number))
        }
        losses.take(0..<all.end, of: all, record: 1, offset: 10)
        #expect(losses.loss(9, upTo: losses.count, of: all) == nil)
        #expect(losses.loss(10, upTo: losses.count, of: all)?.loss == Self.loss(10, 1...1, 1, at: 1))
        #expect(losses.loss(losses.count - 1, upTo: losses.count, of: all)?.end == CommonLosses.limit + 10)

        for last in stride(from: 3 as UInt64, to: 43, by: 2) {
            all.append(LostCount(2, from: last - 1), in: (last - 1)...last, upTo: last, of: 7)
        }
        losses.take((all.end - 20)..<all.end, of: all, record: 1, offset: 10)
        #expect(losses.loss(all.end - 20, upTo: losses.count, of: all)?.loss == Self.loss(7, 2...41, 40, at: 1))
        #expect(losses.loss(all.end - 19, upTo: losses.count, of: all)?.loss.messages.most == 38)
    }

    @Test func `are one stretch where no message came between, however often somebody was told`() {
        var all = CommonLosses()
        var pair = Pair()
        for number in 0..<UInt64(Losses.limit + 900) {
            all.append(LostCount(1, from: number + 1), in: (number + 1)...(number + 1), upTo: number + 1, of: 3)
            pair.take(all)
            pair.seal()
        }
        let told = pair.told(after: 0, upTo: pair.losses.count, of: all)
        #expect(told == [Self.loss(3, 1...4996, 4996)])
        #expect(pair.told(after: 7, upTo: 9, of: all) == [Self.loss(3, 8...9, 2)])
    }

    @Test func `are not kept for readers that cannot be there any more`() {
        var all = CommonLosses()
        var losses = Losses()
        for record in 0..<3 {
            all.append(LostCount(1, from: 1), in: 1...1, upTo: 1, of: record)
            losses.take(record..<(record + 1), of: all, record: record, offset: 10 * record)
        }
        losses.removeAll(before: 2)
        #expect(losses.loss(1, upTo: losses.count, of: all) == nil)
        #expect(losses.loss(2, upTo: losses.count, of: all)?.loss.origin == 2)
        #expect(losses.count == 3)
    }
}
