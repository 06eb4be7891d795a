import Testing

@testable import Gossip

@Suite("Repair", .computing) struct PartOfRepairTests {
    /// Repair of one origin, which has the number 0.
    private func makeRepair(_ change: (inout GossipSettings) -> Void = { _ in }) -> Repair {
        var settings = GossipSettings()
        change(&settings)
        var repair = Repair(settings: settings)
        repair.add(0)
        return repair
    }

    /// A neighbour that holds entries 1 to 9.
    private func source(_ link: Int, _ change: (inout RepairSource) -> Void = { _ in }) -> RepairSource {
        var source = RepairSource(
            link: link,
            serial: link + 100,
            head: 9,
            floor: 1,
            roundTrip: nil,
            unfinished: 0..<0,
            answeredAt: .min / 2
        )
        change(&source)
        return source
    }

    private func entry(_ sequence: UInt64, bytes: Int = 36) -> HeldEntry {
        HeldEntry(
            sequence: sequence,
            item: Array(repeating: 0, count: bytes),
            isLive: true,
            link: 1
        )
    }

    private func at(_ milliseconds: Int) -> Moment {
        Moment(monotonic: .milliseconds(Int64(milliseconds)), wall: 0)
    }

    /// Chooses a source and asks it for what lies above entry 3.
    private func ask(_ repair: inout Repair, among sources: [RepairSource], at now: Moment) -> RepairDirective? {
        guard let source = repair.chooseSource(for: 0, among: sources, above: 3, at: now) else { return nil }
        return repair.ask(source, for: 0, above: 3, room: 9).first
    }

    @Test func `asks at once for what is missing, and for no more than that`() {
        var repair = makeRepair()
        repair.hold(entry(7), of: 0)

        let isDue = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        let directive = ask(&repair, among: [source(1)], at: at(0))

        #expect(isDue)
        #expect(directive == .ask(origin: 0, entries: 4...6, link: 1))
        #expect(repair.missing == [0])
        #expect(!repair.isDue(0, at: at(499)))
    }

    @Test func `asks for the next holes too, and goes on when all are answered`() {
        var repair = makeRepair()
        for sequence in [5, 7, 9] as [UInt64] { repair.hold(entry(sequence), of: 0) }
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        let source = repair.chooseSource(for: 0, among: [source(1)], above: 3, at: at(0))

        let asked = source.map { repair.ask($0, for: 0, above: 3, room: 9) }
        repair.endAnswer(of: 0, on: 1, head: 5, at: at(1))
        repair.endAnswer(of: 0, on: 1, head: 7, at: at(1))

        let entries: [ClosedRange<UInt64>] = [4...4, 6...6, 8...8]
        #expect(asked == entries.map { .ask(origin: 0, entries: $0, link: 1) })
        #expect(!repair.isDue(0, at: at(499)))
        repair.endAnswer(of: 0, on: 1, head: 7, at: at(1))
        #expect(repair.isDue(0, at: at(1)))
    }

    @Test(arguments: [(room: 2, holes: 1), (room: 1, holes: 0), (room: 900, holes: Repair.holesAtOnce)])
    func `asks for no more holes than there is room for`(room: Int, holes: Int) {
        var repair = makeRepair()
        for sequence in 1...100 as ClosedRange<UInt64> { repair.hold(entry(3 + 2 * sequence), of: 0) }
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))

        #expect(repair.ask(source(1) { $0.head = 900 }, for: 0, above: 3, room: room).count == 1 + holes)
    }

    @Test func `asks nobody for what he said is in a gap, unless nobody else is left`() {
        var repair = makeRepair()
        for sequence in [5, 7, 9] as [UInt64] { repair.hold(entry(sequence), of: 0) }
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        repair.noteClaim(4...4, of: 0, by: 1)
        repair.noteClaim(6...6, of: 0, by: 1)
        repair.noteClaim(8...8, of: 0, by: 2)

        let other = repair.chooseSource(for: 0, among: [source(1), source(2)], above: 3, at: at(0))
        let last = repair.chooseSource(for: 0, among: [source(1)], above: 3, at: at(0))
        let ofOther = other.map { repair.ask($0, for: 0, above: 3, room: 9) }
        let ofLast = last.map { repair.ask($0, for: 0, above: 3, room: 9) }

        #expect(other?.link == 2)
        #expect(ofOther == [4...4, 6...6].map { .ask(origin: 0, entries: $0, link: 2) })
        #expect(ofLast == [4...4, 6...6, 8...8].map { .ask(origin: 0, entries: $0, link: 1) })
        #expect(repair.lacks(6...6, of: 0, link: 1))
        #expect(!repair.lacks(6...6, of: 0, link: 2))
        repair.forget(link: 1, at: at(0))
        #expect(!repair.lacks(6...6, of: 0, link: 1))
    }

    @Test func `gives the eager path its time for what a lazy link announced`() {
        var repair = makeRepair { $0.patience = .milliseconds(80) }

        let isDueAtOnce = repair.noteMissing(of: 0, isOverdue: true, at: at(0))

        #expect(!isDueAtOnce)
        #expect(repair.deadline == at(80).monotonic)
        let verdict = repair.handleDeadline(of: 0, among: [source(1)], asked: nil, at: at(80))
        #expect(verdict == .askInsteadOfParent)
    }

    @Test func `asks at once after all when the eager path shows a hole`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: true, at: at(0))

        let isDue = repair.noteMissing(of: 0, isOverdue: false, at: at(1))

        #expect(isDue)
        let verdict = repair.handleDeadline(of: 0, among: [source(1)], asked: nil, at: at(1))
        #expect(verdict == .ask)
    }

    @Test func `has the whole come from whoever becomes the parent`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))

        let directive = repair.graft(source(2), for: 0, above: 3)

        #expect(directive == .graft(origin: 0, link: 2))
    }

    @Test func `asks the one that holds the most, and the quicker of equals`() {
        let cases: [(sources: [RepairSource], link: Int)] = [
            ([source(1) { $0.floor = 5 }, source(2)], 2),
            ([source(1) { $0.roundTrip = 50 }, source(2) { $0.roundTrip = 20 }, source(3)], 2),
            ([source(1), source(2)], 1),
        ]
        for (sources, link) in cases {
            var repair = makeRepair()
            _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
            let source = repair.chooseSource(for: 0, among: sources, above: 3, at: at(0))
            #expect(source?.link == link)
        }
    }

    @Test func `asks the next one when an answer does not come, and all again in the end`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        let sources = [source(1), source(2)]
        _ = ask(&repair, among: sources, at: at(0))

        let first = repair.handleDeadline(of: 0, among: sources, asked: sources[0], at: at(500))
        #expect(first == .askAnother)
        #expect(ask(&repair, among: sources, at: at(500)) == .ask(origin: 0, entries: 4...9, link: 2))
        let second = repair.handleDeadline(of: 0, among: sources, asked: sources[1], at: at(1000))
        #expect(second == .askAnother)
        #expect(ask(&repair, among: sources, at: at(1000)) == nil)
        #expect(repair.deadline == at(2000).monotonic)
        #expect(ask(&repair, among: sources, at: at(2000)) == .ask(origin: 0, entries: 4...9, link: 1))
    }

    @Test func `waits for a link that is busy with other answers`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        _ = ask(&repair, among: [source(1)], at: at(0))
        let busy = source(1) { $0.answeredAt = at(300).monotonic }

        let verdict = repair.handleDeadline(of: 0, among: [busy], asked: busy, at: at(500))

        #expect(verdict == .awaitAnswer)
        #expect(repair.deadline == at(800).monotonic)
    }

    @Test(arguments: [false, true])
    func `waits no longer than for a megabyte over a slow line, if another has it too`(isInLongFrame: Bool) {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        _ = ask(&repair, among: [source(1), source(2)], at: at(0))
        func verdict(at time: Int, isAlone: Bool = false) -> GapRequest.Verdict {
            let busy = source(1) {
                if isInLongFrame { $0.unfinished = 7..<9 } else { $0.answeredAt = at(time).monotonic }
            }
            let sources = isAlone ? [busy] : [busy, source(2)]
            return repair.handleDeadline(of: 0, among: sources, asked: busy, at: at(time))
        }
        let wait: GapRequest.Verdict = isInLongFrame ? .awaitFrames : .awaitAnswer

        #expect(verdict(at: 14_999) == wait)
        #expect(verdict(at: 15_000, isAlone: true) == wait)
        repair.noteProgress(of: 0, by: 1, at: at(15_000))
        #expect(verdict(at: 29_999) == wait)
        #expect(verdict(at: 30_000) == .askAnother)
        let directive = ask(&repair, among: [source(1), source(2)], at: at(30_000))
        #expect(directive == .ask(origin: 0, entries: 4...9, link: 2))
    }

    @Test func `waits as long again for each megabyte of a long frame, as long as that comes`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        _ = ask(&repair, among: [source(1), source(2)], at: at(0))
        func verdict(at second: Int, arrived bytes: Int) -> GapRequest.Verdict {
            let busy = source(1) {
                $0.unfinished = 7..<8
                $0.arrivedBytes = bytes
            }
            return repair.handleDeadline(of: 0, among: [busy, source(2)], asked: busy, at: at(second * 1000))
        }

        // 16 MiB at 100 kB/s take 168 s.
        let verdicts = (1...167).map { verdict(at: $0, arrived: $0 * 100_000) }
        #expect(verdicts.allSatisfy { $0 == .awaitFrames })
        // From there on nothing more of them comes.
        #expect(verdict(at: 253, arrived: 16 << 20) == .awaitFrames)
        #expect(verdict(at: 255, arrived: 16 << 20) == .askAnother)
    }

    @Test func `asks nobody for what may be in a long frame that is under way`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        let busy = source(1) { $0.unfinished = 7..<9 }

        #expect(ask(&repair, among: [busy], at: at(0)) == nil)
        #expect(repair.deadline == at(500).monotonic)
        #expect(ask(&repair, among: [busy, source(2)], at: at(1)) != nil, "who is not busy can be asked")

        // All frames that were awaited are over: what comes now began later.
        var other = makeRepair()
        _ = other.noteMissing(of: 0, isOverdue: false, at: at(0))
        #expect(ask(&other, among: [busy], at: at(0)) == nil)
        let later = source(1) { $0.unfinished = 73..<80 }
        #expect(ask(&other, among: [later], at: at(500)) != nil)
    }

    @Test(arguments: [(head: 3 as UInt64, isAskedAgain: false), (head: 4, isAskedAgain: true)])
    func `asks whoever answered something again, and nobody who had nothing`(head: UInt64, isAskedAgain: Bool) {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        _ = ask(&repair, among: [source(1)], at: at(0))

        repair.endAnswer(of: 0, on: 1, head: head, at: at(10))

        #expect(repair.isDue(0, at: at(10)))
        #expect((ask(&repair, among: [source(1)], at: at(10)) != nil) == isAskedAgain)
    }

    @Test func `asks others at once when the link that was asked closes`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        _ = ask(&repair, among: [source(1), source(2)], at: at(0))

        repair.forget(link: 1, at: at(5))

        #expect(repair.isDue(0, at: at(5)))
        #expect(ask(&repair, among: [source(2)], at: at(5)) == .ask(origin: 0, entries: 4...9, link: 2))
    }

    @Test func `asks a new link that has the number of one that was asked in vain`() {
        var repair = makeRepair()
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        _ = ask(&repair, among: [source(1)], at: at(0))
        repair.endAnswer(of: 0, on: 1, head: 3, at: at(10))
        #expect(ask(&repair, among: [source(1)], at: at(10)) == nil)

        repair.forget(link: 1, at: at(20))
        let successor = source(1) { $0.serial = 200 }

        #expect(ask(&repair, among: [successor], at: at(20)) == .ask(origin: 0, entries: 4...9, link: 1))
    }

    @Test func `gives up what nobody is known to have, with all that waits for it`() {
        var repair = makeRepair { $0.limits.lonelyRounds = 3 }
        repair.hold(entry(7), of: 0)
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))

        for second in 0..<3 {
            #expect(repair.missing == [0])
            #expect(ask(&repair, among: [], at: at(second * 1000)) == nil)
        }

        #expect(repair.missing.isEmpty)
        #expect(repair.buffers.byteCount == 0)
        repair.checkInvariants()
    }

    @Test func `knows when all who told of something were asked for it in vain too often`() {
        var repair = makeRepair()
        repair.hold(entry(7), of: 0)
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        var time = 0
        while repair.request(for: 0)?.isUntrue == false, time < 100_000 {
            let isAsked = ask(&repair, among: [source(1)], at: at(time)) != nil
            time += isAsked ? 500 : 1000
            if isAsked { _ = repair.handleDeadline(of: 0, among: [source(1)], asked: source(1), at: at(time)) }
        }
        #expect(time == 10 * 1500)
        #expect(repair.missing == [0])

        repair.giveUp(0, as: .claimDisbelieved)
        #expect(repair.missing.isEmpty && repair.buffers.byteCount == 0)
        repair.checkInvariants()
    }

    @Test func `asks an answerer of nothing only so often, though something waits that came out of order`() {
        var repair = makeRepair()
        repair.hold(entry(7), of: 0)
        _ = repair.noteMissing(of: 0, isOverdue: false, at: at(0))
        var questions = 0
        while ask(&repair, among: [source(1)], at: at(questions)) != nil, questions < 100 {
            questions += 1
            repair.endAnswer(of: 0, on: 1, head: 3, at: at(questions))
        }
        #expect(questions == 4)
    }

    @Test func `knows which later runs wait for an earlier one, each for one, and frees them as it comes`() {
        var repair = makeRepair()
        for run in [1, 5, 6, 7] { repair.add(run) }

        for (later, upTo) in [(7, 9), (5, 8), (6, 9), (5, 7)] as [(Int, UInt64)] {
            repair.expect(0, upTo: upTo, for: later)
        }
        #expect(repair.laterRuns(of: 0) == [5, 6, 7])
        #expect(repair.takeLaterRun(of: 0, head: 6, at: at(0)) == nil)
        #expect(repair.takeLaterRun(of: 0, head: 8, at: at(0)) == 5)
        #expect(repair.takeLaterRun(of: 0, head: 8, at: at(0)) == nil)

        repair.expect(1, upTo: 3, for: 6)
        #expect(repair.laterRuns(of: 0) == [7])
        #expect(repair.laterRuns(of: 1) == [6])
        repair.noteMoved(6)
        repair.close(7)
        #expect(repair.laterRuns(of: 0) == [] && repair.laterRuns(of: 1) == [])

        repair.expect(0, upTo: 3, for: 5)
        repair.close(0)
        repair.checkInvariants()
        #expect(repair.laterRuns(of: 0) == [])
    }
}
