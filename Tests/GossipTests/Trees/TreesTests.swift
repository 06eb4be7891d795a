import Testing

@testable import Gossip

@Suite("Trees", .computing) struct TreesTests {
    /// Trees of one origin, which has the number 0, over links 0, 1 and 2.
    private func makeTrees(_ change: (inout GossipLimits) -> Void = { _ in }) -> Trees {
        var limits = GossipLimits()
        change(&limits)
        var trees = Trees(limits: limits)
        trees.add(0)
        for link in 0..<3 { trees.add(link: link) }
        return trees
    }

    @Test func `have the link that is first as the parent`() {
        var trees = makeTrees()

        let first = trees.noteDelivery(of: 0, by: 1)

        #expect(first == nil)
        #expect(trees.parent(of: 0) == 1)
    }

    @Test func `prune the link that loses the race, once, and are lazy there`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)

        let lost = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)
        let lostAgain = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)

        #expect(lost == .prune(origin: 0, link: 2))
        #expect(lostAgain == nil)
        #expect(trees.isLazy(0, on: 2))
        #expect(!trees.isLazy(0, on: 1))
        let isStillMeant = trees.takePrune(of: 0, on: 2)
        #expect(isStillMeant)
    }

    @Test func `go on sending where the peer's copy came and ours was never under way`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)

        let lost = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: false)

        #expect(lost == .prune(origin: 0, link: 2))
        #expect(!trees.isLazy(0, on: 2))
    }

    @Test func `have a link that was pruned send again once it is the only one that brings anything`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)
        _ = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)
        _ = trees.takePrune(of: 0, on: 2)
        let isWithoutParent = trees.loseParent(1, of: 0)
        #expect(isWithoutParent)

        let directive = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)

        #expect(directive == .graft(origin: 0, link: 2))
        #expect(trees.parent(of: 0) == 2)
        trees.checkInvariants()
    }

    @Test func `ask again to be spared when strays go on coming`() {
        var trees = makeTrees { $0.strays = 3 }
        _ = trees.noteDelivery(of: 0, by: 1)
        _ = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)
        _ = trees.takePrune(of: 0, on: 2)

        let directives = (1...6).map { _ in
            let directive = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)
            if directive != nil { _ = trees.takePrune(of: 0, on: 2) }
            return directive != nil
        }

        #expect(directives == [false, false, true, false, false, true])
    }

    @Test func `go on sending what is their own to whoever sends it back`() {
        var trees = makeTrees()

        let directive = trees.noteDuplicate(of: 0, by: 1, isOwn: true, crossesOurs: true)

        #expect(directive == .prune(origin: 0, link: 1))
        #expect(!trees.isLazy(0, on: 1))
        #expect(trees.parent(of: 0) == nil)
    }

    @Test func `graft a link that was pruned and is first nevertheless`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)
        _ = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)

        let directive = trees.noteDelivery(of: 0, by: 2)

        #expect(directive == .graft(origin: 0, link: 2))
        #expect(trees.parent(of: 0) == 2)
        let isStillMeant = trees.takePrune(of: 0, on: 2)
        #expect(!isStillMeant, "what was grafted since is not pruned after all")
    }

    @Test func `give up on a parent that failed as often as the limit says`() {
        var trees = makeTrees { $0.staleRounds = 2 }
        _ = trees.noteDelivery(of: 0, by: 1)

        trees.noteStaleParent(of: 0)
        #expect(!trees.isStale(0))
        trees.noteStaleParent(of: 0)
        #expect(trees.isStale(0))

        _ = trees.noteDelivery(of: 0, by: 1)
        #expect(!trees.isStale(0), "who delivers is forgiven")
    }

    @Test func `need another parent when theirs wants the entries from them`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)
        trees.handlePrune(of: 0, on: 2)

        let byChild = trees.handleGraft(of: 0, on: 2)
        let byParent = trees.handleGraft(of: 0, on: 1)

        #expect(!byChild)
        #expect(!trees.isLazy(0, on: 2))
        #expect(byParent)
        #expect(trees.parent(of: 0) == nil)
    }

    @Test func `know nothing of a link that takes the number of one that closed`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)
        _ = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)

        trees.forget(link: 2)
        #expect(!trees.isLazy(0, on: 2))
        trees.add(link: 2)

        #expect(!trees.isLazy(0, on: 2))
        let directive = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)
        #expect(directive == .prune(origin: 0, link: 2))
    }

    @Test func `know nothing of an origin that takes the row of one that closed`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)
        trees.handlePrune(of: 0, on: 2)

        trees.close(0)
        trees.add(1)

        #expect(trees.parent(of: 1) == nil)
        #expect(!trees.isLazy(1, on: 2))
    }

    @Test func `grow anew a while after a link opened somewhere, once for many`() {
        var trees = makeTrees()
        _ = trees.noteDelivery(of: 0, by: 1)
        _ = trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true)
        for second in 0..<3 {
            trees.noteNewLink()
            trees.handleTimers(at: moment(second * 1000))
            #expect(trees.isLazy(0, on: 2))
        }

        #expect(trees.deadline == moment(3500).monotonic)
        trees.handleTimers(at: moment(3500))

        #expect(!trees.isLazy(0, on: 2))
        #expect(trees.deadline == moment(63_500).monotonic)
    }

    @Test func `grow anew each minute from then on, around what stood still for a moment`() {
        var trees = makeTrees()
        trees.noteNewLink()
        trees.handleTimers(at: moment(0))
        trees.handleTimers(at: moment(1500))
        for minute in 1...3 {
            // The quicker link was cut off for a moment: the other one brought the entry, and this one came late.
            _ = trees.noteDelivery(of: 0, by: 1)
            #expect(trees.noteDuplicate(of: 0, by: 2, isOwn: false, crossesOurs: true) != nil)
            trees.handleTimers(at: moment(1499 + minute * 60_000))
            #expect(trees.isLazy(0, on: 2))
            #expect(trees.deadline == moment(1500 + minute * 60_000).monotonic)
            trees.handleTimers(at: moment(1500 + minute * 60_000))
            #expect(!trees.isLazy(0, on: 2))
            _ = trees.takePrune(of: 0, on: 2)
        }
    }

    @Test func `grow anew after ten seconds, even where links open again and again`() {
        var trees = makeTrees()
        trees.handlePrune(of: 0, on: 2)

        for second in 0...9 {
            trees.noteNewLink()
            trees.handleTimers(at: moment(second * 1000))
            #expect(trees.isLazy(0, on: 2))
        }
        trees.noteNewLink()
        trees.handleTimers(at: moment(10_000))

        #expect(!trees.isLazy(0, on: 2))
    }

    private func moment(_ milliseconds: Int) -> Moment {
        Moment(monotonic: .milliseconds(Int64(milliseconds)), wall: 0)
    }
}
