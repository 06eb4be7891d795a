import Testing

@testable import Gossip

@Suite("States ahead of their logs", .computing) struct UnconfirmedStatesTests {
    private static func at(_ milliseconds: Int64) -> Moment { Moment(monotonic: .milliseconds(milliseconds), wall: 0) }

    /// Looks at all that are due, and says how many turns that took and which are doubted.
    private static func lookAtAll(_ states: inout UnconfirmedStates, at now: Moment) -> (turns: Int, doubted: [Int]) {
        var (turns, doubted) = (0, [Int]())
        while states.deadline <= now.monotonic, turns < 1000 {
            turns += 1
            for run in states.takeDue(at: now) {
                let isDoubted = states.look(at: run, isAhead: true, lacksEntries: false, changedAt: 0, at: now)
                if isDoubted { doubted.append(run) }
            }
        }
        return (turns, doubted)
    }

    @Test func `cost the same each, however many there are`() {
        let growth = growthOfTime(from: 2000, to: 32_000) { count in
            var states = UnconfirmedStates()
            for millisecond in 0..<2 as Range<Int64> {
                for run in 0..<count {
                    states.forget(run)
                    states.note(run, at: Self.at(millisecond))
                }
            }
            let (turns, doubted) = Self.lookAtAll(&states, at: Self.at(20_000))
            #expect(turns == count / UnconfirmedStates.dueAtOnce)
            #expect(doubted.count == count)
            #expect((0..<count).allSatisfy(states.isDoubted))
            states.checkInvariants { $0 < count }
        }
        // For sixteen times as many; a look at all for each would take 256 times as long.
        #expect(growth < 48)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `are looked at when they are due, whatever comes and goes`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var states = UnconfirmedStates()
        var times: [Int: Int64] = [:]
        var attempts: [Int: Int] = [:]
        for step in 0..<2000 as Range<Int64> {
            let now = Self.at(step * 100)
            let run = Int(dice.roll(400))
            attempts[run] = 0
            times[run] = dice.roll(3) == 0 ? nil : now.monotonic + UnconfirmedStates.patience
            if times[run] == nil { states.forget(run) } else { states.note(run, at: now) }
            #expect(states.deadline == times.values.min() ?? .max)

            let due = times.filter { $0.value <= now.monotonic }.keys.sorted()
            #expect(Self.lookAtAll(&states, at: now).doubted.sorted() == due)
            for run in due {
                attempts[run, default: 0] += 1
                let isLast = attempts[run] == UnconfirmedStates.attemptLimit
                times[run] = isLast ? nil : now.monotonic + UnconfirmedStates.patience
                #expect(states.isDoubted(run) != isLast)
            }
            states.checkInvariants { $0 < 400 }
        }
        #expect(attempts.values.contains(UnconfirmedStates.attemptLimit))
    }
}
