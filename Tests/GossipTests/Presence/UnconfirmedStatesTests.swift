import Testing

@testable import Gossip

@Suite("States ahead of their logs", .computing) struct UnconfirmedStatesTests {
    private static func at(_ milliseconds: Int64) -> Moment { Moment(monotonic: .milliseconds(milliseconds), wall: 0) }

    /// Looks at all that are due, and says how many turns that took and which are asked for.
    private static func lookAtAll(_ states: inout UnconfirmedStates, at now: Moment) -> (turns: Int, doubted: [Int]) {
        var (turns, doubted) = (0, [Int]())
        while states.deadline <= now.monotonic, turns < 1000 {
            turns += 1
            doubted += states.takeDue(at: now).filter { look(at: $0, in: &states, at: now) == .ask }
        }
        return (turns, doubted)
    }

    /// Looks at one whose log has the first three entries.
    private static func look(
        at run: Int,
        in states: inout UnconfirmedStates,
        knownHead: UInt64 = 3,
        changedAt: Int64 = 0,
        at now: Moment
    ) -> UnconfirmedStates.Verdict {
        states.look(at: run, head: 3, knownHead: knownHead, changedAt: changedAt, at: now)
    }

    @Test func `cost the same each, however many there are`() {
        let growth = growthOfTime(from: 2000, to: 32_000) { count in
            var states = UnconfirmedStates()
            for millisecond in 0..<2 as Range<Int64> {
                for run in 0..<count {
                    states.forget(run)
                    states.note(run, upTo: 9, at: Self.at(millisecond))
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
            let time = min(times[run] ?? .max, now.monotonic + UnconfirmedStates.patience)
            times[run] = dice.roll(3) == 0 ? nil : time
            if times[run] == nil { states.forget(run) } else { states.note(run, upTo: 9, at: now) }
            #expect(states.deadline == times.values.min() ?? .max)

            let due = times.filter { $0.value <= now.monotonic }.keys.sorted()
            let asked = due.filter { attempts[$0, default: 0] != GossipLimits().stateQuestions }
            #expect(Self.lookAtAll(&states, at: now).doubted.sorted() == asked)
            for run in due {
                let count = attempts[run, default: 0]
                attempts[run] = count + 1
                let doublings = Int64(min(count, GossipLimits().stateQuestions))
                times[run] = now.monotonic + UnconfirmedStates.firstInterval << doublings
                #expect(states.isDoubted(run))
                #expect(states.isBeyondLogs(run) == (count >= GossipLimits().stateQuestions))
            }
            states.checkInvariants { $0 < 400 }
        }
        #expect(attempts.values.max() ?? 0 > GossipLimits().stateQuestions)
    }

    @Test func `are believed for no longer in a row than one`() {
        var states = UnconfirmedStates()
        for (sequence, millisecond) in [(9, 0), (10, 9000), (11, 9999)] as [(UInt64, Int64)] {
            states.note(1, upTo: sequence, at: Self.at(millisecond))
            #expect(states.deadline == Self.at(10_000).monotonic)
        }
        #expect(Self.look(at: 1, in: &states, at: Self.at(10_000)) == .ask)
        #expect(states.doubtedSequence(of: 1) == 11)
    }

    @Test func `are given time once where the log moves, and as long as it does where somebody has as much`() {
        for (known, last) in [(3, 10), (4, 20), (8, 20), (9, 60)] as [(UInt64, Int64)] {
            var states = UnconfirmedStates()
            states.note(1, upTo: 9, at: Self.at(0))
            let verdicts = (1...60 as ClosedRange<Int64>).map { second in
                let now = Self.at(second * 1000)
                // It stands still in the last ten seconds.
                let changedAt = min(now.monotonic, Self.at(50_000).monotonic)
                return Self.look(at: 1, in: &states, knownHead: known, changedAt: changedAt, at: now)
            }
            #expect(verdicts.firstIndex(of: .ask) == Int(last) - 1)
        }
    }

    @Test func `do not change with their logs while these move`() {
        var states = UnconfirmedStates()
        states.note(1, upTo: 9, at: Self.at(0))
        var verdicts: [UnconfirmedStates.Verdict] = []
        for second in 1...200 as ClosedRange<Int64> {
            let now = Self.at(second * 1000)
            let changedAt = min(now.monotonic, Self.at(150_000).monotonic)
            let verdict = Self.look(at: 1, in: &states, changedAt: changedAt, at: now)
            if verdict != .nothing { verdicts.append(verdict) }
            #expect((verdict == .settle) == (second == 160))
        }
        #expect(verdicts.count == GossipLimits().stateQuestions + 1)
    }

    @Test func `are remembered by the lowest that was doubted, whatever comes after it`() {
        var states = UnconfirmedStates()
        for (sequence, lowest) in [(9, 9), (20, 9), (7, 7)] as [(UInt64, UInt64)] {
            let now = states.doubtedSequence(of: 1) == nil ? Self.at(0) : Self.at(Int64(sequence) * 100_000)
            states.note(1, upTo: sequence, at: now)
            let later = Moment(monotonic: now.monotonic + UnconfirmedStates.patience, wall: 0)
            #expect(Self.look(at: 1, in: &states, at: later) == .ask)
            #expect(states.isDoubted(1))
            states.forget(1)
            #expect(!states.isDoubted(1) && states.doubtedSequence(of: 1) == lowest)
        }
        states.close(1)
        #expect(states.doubtedSequence(of: 1) == nil)
        states.checkInvariants { _ in false }
    }

    @Test func `are confirmed by their logs, which is told where one was doubted`() {
        var states = UnconfirmedStates()
        states.note(1, upTo: 9, at: Self.at(0))
        let believed = [8, 9].map { states.confirm(1, head: $0) }
        #expect(believed == [false, false] && !states.isNoted(1))

        states.note(1, upTo: 9, at: Self.at(0))
        #expect(Self.look(at: 1, in: &states, at: Self.at(10_000)) == .ask)
        states.note(1, upTo: 5, at: Self.at(10_001))
        #expect(!states.isDoubted(1))
        let doubted = [4, 5, 6].map { states.confirm(1, head: $0) }
        #expect(doubted == [false, true, false] && !states.isNoted(1))
    }

    @Test func `that lack what a gap has hidden are confirmed by no log, and asked for soon`() {
        var states = UnconfirmedStates()
        for _ in 0..<3 { states.noteIncomplete(1, at: Self.at(0)) }
        let isConfirmed = states.confirm(1, head: 1 << 48)
        #expect(states.isDoubted(1) && !isConfirmed)
        #expect(states.deadline == Self.at(1000).monotonic)
        #expect(Self.look(at: 1, in: &states, at: Self.at(1000)) == .ask)
        states.forget(1)
        #expect(!states.isNoted(1))
    }
}
