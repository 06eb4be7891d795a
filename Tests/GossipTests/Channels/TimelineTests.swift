import Testing

@testable import Gossip

@Suite("The timeline of a channel", .computing) struct TimelineTests {
    @Test func `makes room in the order of ranks, whatever came first`() {
        var line = Line()
        for rank in [30, 10, 20] { line.append(rank) }

        #expect(line.timeline.lowestRank(of: line.records) == 10)
        #expect(line.removeAll { $0.removeLowest() } == [10, 20, 30])
        #expect(line.timeline.letGoCount == 3 && line.timeline.letGoRank == 30)
        #expect(line.timeline.lowestRank(of: line.records) == nil)
    }

    @Test func `lets go first of what is oldest, where ranks do not tell`() {
        var line = Line()
        line.append(500, age: 20)
        line.append(30)
        line.append(10)

        #expect(line.oldestTime == 10)
        #expect(line.removeAll { $0.removeOldest() } == [10, 500, 30])
    }

    @Test func `goes by ranks when the clock that was behind has been set right`() {
        var line = Line()
        line.append(500, age: 20)
        line.append(30)

        line.timeline.recount(line.records, upTo: 600, isBack: false)

        #expect(line.removeAll { $0.removeOldest() } == [30, 500])
    }

    @Test func `has nothing outlive what comes after the clock was set back`() {
        var line = Line()
        line.append(500)
        line.timeline.recount(line.records, upTo: 100, isBack: true)
        line.append(120)

        #expect(line.oldestTime == 100)
        #expect(line.removeAll { $0.removeOldest() } == [500, 120])
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `is what sorting all of them would be`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var line = Line()
        var model: [(age: Int, rank: Int, number: Int)] = []
        for step in 0..<300 {
            switch model.isEmpty ? 0 : dice.roll(4) {
            case 0, 1:
                let (rank, latest) = (Int(dice.roll(400)), 50 + step)
                line.append(rank, age: min(rank, latest))
                model.append((min(rank, latest), rank, line.records.end - 1))
            case 2:
                let gone = line.removeLowest()
                let index = model.firstIndex { $0.number == gone }
                let entry = index.map { model.remove(at: $0) }
                #expect(entry.map { entry in model.allSatisfy { $0.rank >= entry.rank } } == true)
            default:
                #expect(line.oldestTime == model.map(\.age).min())
                let gone = line.removeOldest()
                let index = model.firstIndex { $0.number == gone }
                let entry = index.map { model.remove(at: $0) }
                #expect(entry.map { entry in model.allSatisfy { $0.age >= entry.age } } == true)
            }
            #expect(line.timeline.count == model.count)
        }
    }
}

/// Records of one run, and their timeline.
private struct Line {
    var records = RecordPages()
    var timeline = Timeline()

    var oldestTime: Int? { timeline.oldestTime(of: records).map { Int($0) } }

    mutating func append(_ rank: Int, age: Int? = nil) {
        records.append(
            MessageRecord(
                origin: 0,
                sequence: UInt64(records.end + 1),
                Envelope(time: Int64(rank), rank: Int64(rank)),
                offset: records.end,
                length: 1,
                hash: 0
            )
        )
        timeline.append(records.end - 1, of: records, age: Int64(age ?? rank))
        timeline.settle(records) { $0 < $1 }
    }

    mutating func removeLowest() -> Int? { letGo(timeline.removeLowest(of: records)) }

    mutating func removeOldest() -> Int? { letGo(timeline.removeOldest(of: records) { $0 < $1 }) }

    private mutating func letGo(_ number: Int?) -> Int? {
        guard let number else { return nil }
        records.letGo(number, at: timeline.letGoCount)
        timeline.forgetAges(of: records)
        return number
    }

    /// Takes out all messages.
    ///
    /// - Returns: Their ranks.
    mutating func removeAll(_ remove: (inout Line) -> Int?) -> [Int] {
        let ranks = (0..<records.end).map { Int(records[$0].rank) }
        var gone: [Int] = []
        while let number = remove(&self) { gone.append(ranks[number]) }
        return gone
    }
}
