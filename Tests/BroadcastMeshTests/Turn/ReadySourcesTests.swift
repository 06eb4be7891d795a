import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Sockets that wait for the next turn", .computing) struct ReadySourcesTests {
    private static func ready(_ token: UInt64) -> ReadyEvent { ReadyEvent(token: token, isReadable: true) }

    @Test func `are served in the order in which they came, however often each is ready`() {
        var sources = ReadySources()
        for token: UInt64 in [5, 3, 5, 9, 3] { sources.add(Self.ready(token)) }

        #expect(sources.count == 3)
        let served = (0..<4).map { _ in sources.popFirst()?.token }
        #expect(served == [5, 3, 9, nil])
        #expect(sources.isEmpty)
    }

    @Test func `remember everything that was said of them`() {
        var sources = ReadySources()
        sources.add(Self.ready(1))
        sources.add(ReadyEvent(token: 1, isWritable: true))
        sources.add(ReadyEvent(token: 1, isHungUp: true))

        let first = sources.popFirst()
        #expect(first == ReadyEvent(token: 1, isReadable: true, isWritable: true, isHungUp: true))
    }

    @Test func `say whether something is to be read from them, until they are served`() {
        var sources = ReadySources()
        sources.add(ReadyEvent(token: 1, isWritable: true))
        #expect(!sources.hasUnread(1))
        sources.add(Self.ready(1))
        #expect(sources.hasUnread(1) && !sources.hasUnread(2))
        _ = sources.popFirst()
        #expect(!sources.hasUnread(1))
    }

    @Test func `are served once a turn`() {
        var sources = ReadySources()
        sources.add(Self.ready(1))
        let first = sources.popFirst()
        sources.add(Self.ready(1))
        let again = sources.popFirst()
        #expect(first != nil && again == nil && !sources.isEmpty)

        sources.beginTurn()
        #expect(sources.popFirst() != nil)
    }

    @Test func `let everybody through while new ones come for ever`() {
        var sources = ReadySources()
        var served: [UInt64: Int] = [:]
        for turn in 0..<400 as Range<UInt64> {
            sources.beginTurn()
            for token: UInt64 in [1, 2] { sources.add(Self.ready(token)) }
            for newcomer in 0..<10 as Range<UInt64> { sources.add(Self.ready(100 + 10 * turn + newcomer)) }
            for _ in 0..<5 { if let event = sources.popFirst() { served[event.token, default: 0] += 1 } }
        }
        #expect(served[1, default: 0] >= 150 && served[2, default: 0] >= 150)
        #expect(served.filter { $0.key >= 100 }.values.reduce(0, +) >= 1500)
    }

    /// Two hundred who flood, each of whom costs what its number says, and a quiet one, as turns with a budget serve them.
    private struct Crowd {
        var sources = ReadySources()
        var spent: [UInt64: Int] = [:]
        var served: [UInt64: Int] = [:]
        let costs: [UInt64: Int]

        /// One turn: who floods is ready always.
        mutating func turn(quiet: UInt64? = nil) {
            sources.beginTurn()
            for token in costs.keys.sorted() { sources.add(ready(token)) }
            if let quiet { sources.add(ready(quiet)) }
            var left = 5_000_000
            while left > 0, let event = sources.popFirst() {
                let cost = costs[event.token, default: 5_000]
                left -= cost
                sources.charge(cost, to: event.token)
                spent[event.token, default: 0] += cost
                served[event.token, default: 0] += 1
            }
        }
    }

    @Test(arguments: 0..<10 as Range<Int>)
    func `keep nobody waiting who asks for little, however many flood`(seed: Int) {
        var crowd = Crowd(costs: Dictionary(uniqueKeysWithValues: (1...200).map { ($0, 100_000 * (1 + Int($0) % 20)) }))
        // Nobody is known yet: all take their first turn.
        for _ in 0..<80 + seed { crowd.turn() }

        for time in 0..<8 {
            crowd.turn(quiet: 1000)
            #expect(crowd.served[1000] == time + 1)
            // Meanwhile the row comes round.
            for _ in 0..<60 { crowd.turn() }
        }
    }

    @Test func `get as much of the time each, if a portion of them costs a quantum or more`() {
        var crowd = Crowd(costs: Dictionary(uniqueKeysWithValues: (3...20).map { ($0, 100_000 * Int($0)) }))
        for _ in 0..<1000 { crowd.turn() }

        let shares = crowd.spent.values.sorted()
        let (least, most) = (shares.first ?? 0, shares.last ?? 0)
        #expect(Double(most) <= 1.3 * Double(least), "\(shares)")
    }

    @Test func `are forgotten when nothing comes of them`() {
        var sources = ReadySources()
        for token in 1...1000 as ClosedRange<UInt64> {
            sources.beginTurn()
            sources.add(Self.ready(token))
            sources.add(Self.ready(0))
            while sources.popFirst() != nil {}
        }
        #expect(sources.rowCount <= 4)
    }
}

private func ready(_ token: UInt64) -> ReadyEvent { ReadyEvent(token: token, isReadable: true) }
