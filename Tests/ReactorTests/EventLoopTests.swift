import Synchronization
import Testing

@testable import Reactor

@Suite("An event loop", .timeLimit(.minutes(10))) struct EventLoopTests {
    @Test func `runs the calls of many tasks one at a time, on its own thread`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let counter = Counter(on: loop)

        await withDiscardingTaskGroup { group in
            for _ in 0..<1000 {
                group.addTask { await counter.increment() }
            }
        }

        #expect(await counter.count == 1000)
        #expect(loop.isIsolatingCurrentContext() == false)
    }

    @Test func `gives its handler a turn once it is attached, with nothing ready`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let turns = Turns(on: loop)

        loop.attach(turns)

        #expect(await turns.next() == [])
    }

    @Test func `gives its handler a turn after a call to an actor ran`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let turns = Turns(on: loop)
        let counter = Counter(on: loop)
        await turns.begin()

        let before = await turns.count
        await counter.increment()

        while await turns.count == before { _ = await turns.next() }
    }

    @Test func `wakes its handler at the deadline that it asked for`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let turns = Turns(on: loop)
        let deadline = Clock.monotonic() + 5_000_000
        await turns.setDeadline(deadline)

        loop.attach(turns)

        await turns.waitForTurn(at: deadline)
        #expect(Clock.monotonic() >= deadline)
    }

    @Test func `runs a call that comes after it was stopped`() async throws {
        let loop = try EventLoop()
        let counter = Counter(on: loop)
        await counter.increment()

        loop.stop()
        for _ in 0..<100 { await counter.increment() }

        #expect(await counter.count == 101)
    }

    /// Starts one thread, and no more.
    private final class OneThread: Sendable {
        private let askedCount = Mutex(0)

        /// How often it was asked for a thread.
        var count: Int { askedCount.withLock { $0 } }

        func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
            let number = askedCount.withLock { count in
                count += 1
                return count
            }
            guard number == 1 else { throw SystemError(call: "pthread_create", code: 11) }
            try startThread(body)
        }
    }

    @Test func `runs a call that comes after it was stopped, also where there is no thread for it`() async throws {
        let thread = OneThread()
        let loop = try EventLoop(by: thread.start)
        let counter = Counter(on: loop)
        loop.stop()
        while thread.count < 2 { await counter.increment() }
        let before = await counter.count

        await withDiscardingTaskGroup { group in
            for _ in 0..<1000 {
                group.addTask { await counter.increment() }
            }
        }

        #expect(await counter.count == before + 1000)
        #expect(loop.isIsolatingCurrentContext() == false)
    }

    @Test func `lets its handler go when it is stopped`() async throws {
        let loop = try EventLoop()
        var turns: Turns? = Turns(on: loop)
        weak let witness = turns
        await turns?.begin()

        loop.stop()
        turns = nil

        // The thread may be in its last turn still; a call that ran after it proves that it ended.
        let counter = Counter(on: loop)
        while witness != nil { await counter.increment() }
    }

    @Test func `ends its thread when a job stops it with others behind it, and after late calls`()
        async throws
    {
        var loop: EventLoop? = try EventLoop()
        weak let witness = loop
        var stopper = loop.map { Stopper(on: $0) }

        await stopper?.stop()?.value
        await stopper?.carryOn()
        (loop, stopper) = (nil, nil)

        // The thread holds its loop.
        while witness != nil { await Task.yield() }
    }

    @Test(
        arguments: [
            (nil, -1, -1), (.min, 0, 0), (0, 0, 0), (1_000_000, 0, 0), (1_000_001, 1_000_000, 1),
            (2_000_000, 1_000_000, 1_000_000), (2_000_001, 2_000_000, 1_000_001),
            (.max, 86_400_000_000_000, 86_400_000_000_000),
        ] as [(Int64?, Int64, Int64)]
    )
    func `waits for a deadline, rounded up to a grain, whatever number it is`(
        deadline: Int64?,
        milliseconds: Int64,
        exactly: Int64
    ) {
        #expect(EventLoop.patience(until: deadline, at: 1_000_000, by: 1_000_000) == milliseconds)
        #expect(EventLoop.patience(until: deadline, at: 1_000_000, by: 1) == exactly)
    }

    @Test func `reports a ready socket under its token, again each turn until it is read`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let turns = Turns(on: loop)
        await turns.begin()
        let pair = try Connection()

        try loop.network.watch(pair.server, for: .read, token: 7)
        #expect(try pair.client.send([1, 2, 3].span) == 3)

        #expect(await turns.nextEvents() == [ReadyEvent(token: 7, isReadable: true)])
        #expect(await turns.nextEvents() == [ReadyEvent(token: 7, isReadable: true)])

        try loop.network.change(pair.server, for: .write, token: 8)
        while await turns.nextEvents() != [ReadyEvent(token: 8, isWritable: true)] {}

        loop.network.unwatch(pair.server)
        let counter = Counter(on: loop)
        await counter.increment()
        let quiet = await turns.next()
        #expect(quiet == [] || quiet == [ReadyEvent(token: 8, isWritable: true)])
    }

    @Test func `reports the end of a connection as readable`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let turns = Turns(on: loop)
        await turns.begin()
        let pair = try Connection()
        try loop.network.watch(pair.server, for: .read, token: 1)

        pair.client.endSending()

        #expect(await turns.nextEvents().first?.isReadable == true)
        var buffer: [UInt8] = [0]
        #expect(try pair.server.receive(into: &buffer) == .ended)
    }
}

/// Counts its calls, and checks that they are on the loop.
private actor Counter {
    private let loop: EventLoop
    private(set) var count = 0
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    init(on loop: EventLoop) {
        self.loop = loop
    }

    func increment() {
        loop.preconditionIsolated()
        count += 1
    }
}

/// Stops its own loop, with a job queued.
private actor Stopper {
    private let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    init(on loop: EventLoop) {
        self.loop = loop
    }

    func stop() -> Task<Void, Never>? {
        let late = Task { carryOn() }
        loop.stop()
        return late
    }

    func carryOn() {
        loop.preconditionIsolated()
    }
}

/// A handler that lets a test wait for its turns.
private actor Turns: TurnHandler {
    private let loop: EventLoop
    private var deadline: Int64?
    private var waiting: CheckedContinuation<[ReadyEvent], Never>?
    private(set) var count = 0
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    init(on loop: EventLoop) {
        self.loop = loop
    }

    nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
    }

    private func turn(_ events: borrowing [ReadyEvent]) -> Int64? {
        count += 1
        waiting.take()?.resume(returning: copy events)
        return deadline
    }

    /// Attaches itself and takes the first turn.
    func begin() async {
        loop.attach(self)
        _ = await next()
    }

    /// The events of the next turn.
    func next() async -> [ReadyEvent] {
        await withCheckedContinuation { waiting = $0 }
    }

    /// The events of the next turn that has any.
    func nextEvents() async -> [ReadyEvent] {
        while true {
            let events = await next()
            if !events.isEmpty { return events }
        }
    }

    func setDeadline(_ deadline: Int64) {
        self.deadline = deadline
    }

    /// Waits for turns until one comes at or after `time`; nothing but the deadline causes them.
    func waitForTurn(at time: Int64) async {
        while Clock.monotonic() < time { _ = await next() }
    }
}
