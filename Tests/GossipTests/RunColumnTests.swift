import Testing

@testable import Gossip

@Suite("A column of runs", .computing) struct RunColumnTests {
    @Test func `knows nothing of a run that is closed, whoever has its place`() {
        var column = RunColumn(empty: 0)
        let closed = RunNumber.make(after: 0, at: 3)
        column.add(closed, 7)
        column.close(closed)
        #expect(column[closed] == 0)
        let next = RunNumber.make(after: 1, at: 3)
        column.add(next, 8)
        #expect(column[closed] == 0 && column[next] == 8)
        #expect(column.contains(next) && !column.contains(closed))
        #expect(column.runs == [next])
    }

    @Test func `gives runs numbers in ascending order, though places are used again`() {
        var table = OriginTable()
        let first = (1...3).map { table.add("alpha", epoch: $0) }
        table.close([first[0], first[2]], of: 0)
        let next = (4...6).map { table.add("alpha", epoch: $0) }
        #expect((first + next) == (first + next).sorted())
        #expect(Set(first + next).count == 6)
        // Two of the later ones have the places of the earlier.
        #expect(table.placeCount == 5)
        for number in first + next { #expect(table.isOpen(number) == (number != first[0] && number != first[2])) }
        for (number, epoch) in zip(next, 4...6 as ClosedRange<UInt64>) { #expect(table[number].epoch == epoch) }
    }

    @Test func `takes nothing for runs that are over`() {
        var table = OriginTable()
        var column = RunColumn(empty: 0)
        for epoch in 1...10_000 as ClosedRange<UInt64> {
            let run = table.add("alpha", epoch: epoch)
            column.add(run, 1)
            column.close(run)
            table.close([run], of: 0)
        }
        #expect(table.placeCount == 2 && table.madeCount == 10_000)
        #expect(column.runs.isEmpty)
    }
}
