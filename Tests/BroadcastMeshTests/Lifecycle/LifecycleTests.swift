import Testing

@testable import BroadcastMesh

@Suite("A node's life", .computing) struct LifecycleTests {
    private static let second: Int64 = 1_000_000_000

    /// A node that has served since the beginning of time.
    private static func serving() -> Lifecycle {
        var life = Lifecycle()
        life.begin(at: 0)
        _ = life.serve()
        return life
    }

    @Test func `goes on only once its peers were heard, or for two seconds not`() {
        var life = Lifecycle()
        #expect(!life.isReady(isComplete: true, at: 0))

        life.begin(at: 5 * Self.second)
        #expect(life.phase == .starting)
        #expect(life.deadline == 7 * Self.second)
        #expect(!life.isReady(isComplete: false, at: 7 * Self.second - 1))
        #expect(life.isReady(isComplete: true, at: 5 * Self.second))
        #expect(life.isReady(isComplete: false, at: 7 * Self.second))

        let serves = life.serve()
        #expect(serves)
        #expect(life.phase == .serving)
        #expect(!life.isReady(isComplete: true, at: 9 * Self.second))
    }

    @Test func `does not serve when it was stopped while it started`() {
        var life = Lifecycle()
        life.begin(at: 0)
        let departs = life.depart(at: 1)
        let serves = life.serve()
        #expect(departs)
        #expect(!serves)
        #expect(life.phase == .stopping)
    }

    @Test func `sends its clients away once`() {
        var life = Self.serving()
        let departs = [life.depart(at: 1), life.depart(at: 2)]
        #expect(departs == [true, false])
        #expect(life.deadline == 1)

        var unopened = Lifecycle()
        let departsUnopened = unopened.depart(at: 1)
        #expect(!departsUnopened)
        #expect(unopened.phase == .created)
    }

    @Test func `serves for a while before it stops, when it is to drain`() {
        var life = Self.serving()
        let drains = [life.drain(for: 0, at: 1), life.drain(for: 5, at: 1), life.drain(for: 9, at: 2)]
        #expect(drains == [false, true, true])
        #expect(life.phase == .draining)
        #expect(life.phase.serves)
        #expect(life.deadline == 6)
        #expect(!life.hasDrained(at: 5))
        #expect(life.hasDrained(at: 6))
        let departs = life.depart(at: 6)
        #expect(departs)
        #expect(!life.phase.serves)

        var starting = Lifecycle()
        starting.begin(at: 0)
        let drainsUnserved = starting.drain(for: 5, at: 1)
        #expect(!drainsUnserved)
    }

    @Test(arguments: [
        (Departure.Remains.nobody, false, 0), (.requests, false, 1), (.webSockets, false, 3),
        (.nobody, true, 4), (.requests, true, 4), (.webSockets, true, 4),
    ])
    func `waits for those who remain`(_ remains: Departure.Remains, isDiskBusy: Bool, seconds: Int64) {
        var life = Self.serving()
        _ = life.depart(at: 0)
        let end = seconds * Self.second
        if seconds > 0 {
            let mayEnd = life.mayEnd(with: remains, isDiskBusy: isDiskBusy, at: end - 1)
            #expect(!mayEnd)
            #expect(life.deadline == end)
        }
        let mayEnd = life.mayEnd(with: remains, isDiskBusy: isDiskBusy, at: end)
        #expect(mayEnd)
    }

    @Test func `ends as soon as the last has gone`() {
        var life = Self.serving()
        _ = life.depart(at: 0)
        let early = life.mayEnd(with: .webSockets, isDiskBusy: false, at: 1)
        let late = life.mayEnd(with: .nobody, isDiskBusy: false, at: 2)
        #expect(!early)
        #expect(late)
    }
}
