import Testing

@testable import Gossip

@Suite("The requests for what is missing", .computing) struct GapRequestsTests {
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `are due in order, whatever becomes of which`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var requests = GapRequests()
        var deadlines: [Int: Int64] = [:]
        for run in 0..<20 { requests.add(run) }
        for _ in 0..<2000 {
            let run = Int(dice.roll(20))
            let now = Moment(monotonic: Int64(dice.roll(50)), wall: 0)
            switch dice.roll(4) {
            case 0:
                requests.end(run)
                deadlines[run] = nil
            case 1 where requests[run] == nil:
                requests.begin(GapRequest(deadline: now.monotonic, isOverdue: false), for: run)
                deadlines[run] = now.monotonic
            case 2:
                requests.change(run) { $0.hurry(at: now) }
                if deadlines[run] != nil { deadlines[run] = now.monotonic }
            default:
                let due = requests.takeDue(at: now)
                #expect(Set(due) == Set(deadlines.filter { $0.value <= now.monotonic }.keys))
                #expect(due.compactMap { deadlines[$0] } == due.compactMap { deadlines[$0] }.sorted())
            }
            requests.checkInvariants()
            #expect(requests.deadline == deadlines.values.min() ?? .max)
            #expect(requests.runs.sorted() == deadlines.keys.sorted())
        }
    }

    @Test func `are looked after in turns when very many are due, and those that are left are not late`() {
        var requests = GapRequests()
        for run in 0..<10 {
            requests.add(run)
            requests.begin(GapRequest(deadline: Int64(run), isOverdue: false), for: run)
        }
        let now = Moment(monotonic: 8, wall: 0)
        for expected in [[0, 1, 2, 3], [4, 5, 6, 7], [8]] {
            let due = requests.takeDue(at: now, limit: 4)
            #expect(due == expected)
            #expect(requests.deadline == 8)
            for run in due { requests.end(run) }
            requests.checkInvariants()
        }
        #expect(requests.deadline == 9)
    }

    @Test(.timeLimit(.minutes(10))) func `may be many, of which each is looked after by itself`() {
        var requests = GapRequests()
        let count = 200_000
        for run in 0..<count {
            requests.add(run)
            requests.begin(GapRequest(deadline: Int64(run), isOverdue: false), for: run)
        }
        for run in 0..<count {
            #expect(requests.deadline == Int64(run))
            requests.end(run)
        }
        #expect(requests.deadline == .max)
    }
}
