import Testing

@testable import Gossip

@Suite("Runs of which something is due", .computing) struct DueRunsTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `are found by their times, whatever becomes of which`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var runs = DueRuns()
        var times: [Int: Int64] = [:]
        for _ in 0..<2000 {
            let run = Int(dice.roll(20))
            let time = Int64(dice.roll(50))
            switch dice.roll(4) {
            case 0:
                runs.remove(run)
                times[run] = nil
            case 1:
                let due = runs.takeDue(at: time, limit: .max)
                #expect(Set(due) == Set(times.filter { $0.value <= time }.keys))
                #expect(due.compactMap { times[$0] } == due.compactMap { times[$0] }.sorted())
            default:
                runs.set(run, at: time)
                times[run] = time
            }
            runs.checkInvariants()
            #expect(runs[run] == times[run])
            #expect(runs.deadline == times.values.min() ?? .max)
            #expect(runs.all.sorted() == times.keys.sorted())
        }
    }

    @Test func `that are left for the next turn are due since this one`() {
        var runs = DueRuns()
        for run in 0..<5 { runs.set(run, at: Int64(run)) }
        var due = runs.takeDue(at: 7, limit: 3)
        #expect(due == [0, 1, 2])
        for run in 0..<3 { runs.remove(run) }
        #expect(runs.deadline == 7)
        due = runs.takeDue(at: 8, limit: 3)
        #expect(due == [3, 4])
    }
}
