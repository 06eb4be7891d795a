import Testing

@testable import Gossip

@Suite("An incarnation", .computing) struct IncarnationTests {
    @Test func `goes on while the mesh knows nothing newer`() {
        var incarnation = Incarnation(bootNonce: 0, epoch: 100, run: 0)

        incarnation.noteRun(99)
        incarnation.noteRun(100)
        incarnation.noteClosed(99, at: second(0))

        #expect(incarnation.takeRenewal(at: second(0)) == nil)
        #expect(incarnation.deadline == .max)
    }

    @Test(arguments: [100, 101] as [UInt64])
    func `ends where the mesh knows entries that it never made`(epoch: UInt64) {
        var incarnation = Incarnation(bootNonce: 0, epoch: 100, run: 0)

        if epoch == 100 { incarnation.noteForeignEntries() } else { incarnation.noteClosed(epoch, at: second(0)) }

        #expect(incarnation.takeRenewal(at: second(0)) == .newRun(epoch: epoch + 1))
        #expect(incarnation.takeRenewal(at: second(0)) == nil)
    }

    @Test(arguments: [1 << 53, 1 << 53 - 1, 3_000_000_000_000_000] as [UInt64])
    func `is not renewed above a run that cannot have begun, and is above others`(epoch: UInt64) {
        var incarnation = Incarnation(bootNonce: 0, epoch: 100, run: 0)

        incarnation.noteClosed(200, at: second(0))
        incarnation.noteClosed(epoch, at: second(0))

        #expect(incarnation.takeRenewal(at: second(0)) == .newRun(epoch: 201))
    }

    @Test func `is renewed above the newest of all that the mesh knows, by its nonce`() {
        var incarnation = Incarnation(bootNonce: 1_007, epoch: 100, run: 0)

        for epoch in [150, 300, 200] as [UInt64] { incarnation.noteRun(epoch) }

        #expect(incarnation.takeRenewal(at: second(0)) == .newRun(epoch: 308))
    }

    @Test func `is renewed as often as need be until it has started`() {
        var incarnation = Incarnation(bootNonce: 0, epoch: 100, run: 0)
        for epoch in [200, 300] as [UInt64] {
            incarnation.noteRun(epoch)
            #expect(incarnation.takeRenewal(at: second(0)) == .newRun(epoch: epoch + 1))
            incarnation.begin(epoch + 1, run: 1)
        }
    }

    @Test func `speaks once of a rival, waits ten seconds, and is back`() {
        var incarnation = Incarnation(bootNonce: 0, epoch: 100, run: 0)
        incarnation.finishStart()
        incarnation.noteRun(200)
        #expect(incarnation.takeRenewal(at: second(1)) == .newRun(epoch: 201))
        incarnation.begin(201, run: 1)

        incarnation.noteRun(300)

        #expect(incarnation.takeRenewal(at: second(2)) == .rival)
        #expect(incarnation.takeRenewal(at: second(3)) == nil)
        #expect(incarnation.deadline == second(11).monotonic)
        #expect(incarnation.takeRenewal(at: second(11)) == .newRun(epoch: 301))
    }

    @Test func `has forgotten its own past when it begins above that`() {
        var incarnation = Incarnation(bootNonce: 0, epoch: 100, run: 0)
        incarnation.noteRun(200)

        incarnation.forgetPast()
        incarnation.begin(201, run: 1)

        #expect(incarnation.takeRenewal(at: second(0)) == nil)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `ends above all that was heard, and never twice in ten seconds`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var incarnation = Incarnation(bootNonce: dice.roll(.max), epoch: 1_000, run: 0)
        incarnation.finishStart()
        var (newest, runs, renewedAt) = (UInt64(1_000), 1, Int64.min / 2)
        var saidRival = false
        for step in 0..<400 {
            let now = Moment(monotonic: Int64(step) * 500_000_000, wall: 0)
            let heard = incarnation.epoch - 3 + dice.roll(5)
            if dice.roll(2) == 0 {
                incarnation.noteRun(heard)
                newest = max(newest, heard)
            } else if dice.roll(32) == 0 {
                incarnation.noteClosed(heard, at: now)
                newest = max(newest, heard)
            }
            switch incarnation.takeRenewal(at: now) {
            case .newRun(let epoch):
                #expect(epoch > newest && epoch > incarnation.epoch)
                #expect(now.monotonic - renewedAt >= Incarnation.renewalInterval)
                incarnation.begin(epoch, run: runs)
                (newest, runs, renewedAt, saidRival) = (epoch, runs + 1, now.monotonic, false)
            case .rival:
                #expect(!saidRival)
                saidRival = true
            case nil:
                #expect(newest <= incarnation.epoch || incarnation.deadline < .max, "what is known is not forgotten")
            }
            incarnation.checkInvariants()
        }
        #expect(runs > 5)
    }

    private func second(_ count: Int64) -> Moment { Moment(monotonic: .milliseconds(1_000) * count, wall: 0) }
}
