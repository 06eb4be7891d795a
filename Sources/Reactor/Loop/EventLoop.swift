import CLinux
import Glibc
import Synchronization

/// One thread that waits for I/O and, between waits, runs the actors that live on it.
///
/// An actor that names the loop as its executor shares the thread with its own sockets, so neither needs a lock:
///
///     actor Room {
///         private let loop: EventLoop
///         nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }
///     }
///
/// A turn is: wait until something is ready, run the jobs that were queued, then give the handler its one call.
/// The handler comes after the jobs, so whatever they changed is sent in the same turn. The loop keeps itself, and its
/// handler, alive until ``stop()``.
///
/// Its arrays are used again, so in the long run a turn allocates nothing here; the handler's `assumeIsolated` takes two
/// small pieces of memory. A turn with one event, received and answered, measured 1.1 times the same in C.
public final class EventLoop: SerialExecutor, Sendable {
    /// The sockets that the loop watches, and how to open more.
    public let network: LinuxNetwork

    private let grain: Int64
    private let begin: ThreadStarter
    private let inbox = Mutex(Inbox())
    private let thread = Atomic<pthread_t>(0)

    /// What other threads left for the loop since it last looked.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var handler: (any TurnHandler)?
        var isStopped = false
        var hasThread = true
    }

    /// How far its thread has come.
    private enum Stage {
        /// It waits for events.
        case running

        /// It runs what is queued, and waits for nothing any more.
        case stopped

        /// It has taken leave.
        case done
    }

    /// Opens the loop and starts its thread.
    ///
    /// - Parameter grain: What waits are rounded up to, in nanoseconds: deadlines that lie closer together are met by one
    ///   turn. A millisecond is for servers; whoever measures takes 1.
    /// - Throws: When there is no descriptor or no thread for it.
    public convenience init(grain: Int64 = 1_000_000) throws(SystemError) {
        try self.init(grain: grain, by: startThread)
    }

    /// Opens the loop and starts its thread.
    ///
    /// - Parameters:
    ///   - grain: See ``init(grain:)``.
    ///   - begin: What starts it, and starts it anew for a late job.
    /// - Throws: When there is no descriptor or no thread for it.
    init(grain: Int64 = 1_000_000, by begin: @escaping ThreadStarter) throws(SystemError) {
        self.grain = grain
        self.begin = begin
        network = try LinuxNetwork()
        try begin { self.run() }
    }

    /// What an actor on this loop returns as its `unownedExecutor`; the actor must hold on to the loop.
    @safe public var executor: UnownedSerialExecutor { unsafe asUnownedSerialExecutor() }

    /// Gives the loop its one handler, which gets its first turn at once; any thread may call it.
    ///
    /// The loop holds the handler until ``stop()``.
    package func attach(_ handler: any TurnHandler) {
        inbox.withLock { inbox in
            precondition(inbox.handler == nil, "an event loop has one handler")
            inbox.handler = handler
        }
        network.poller.interrupt()
    }

    /// Lets the handler go and ends the thread, after the jobs already queued; any thread may call it.
    ///
    /// The handler gets no further turn, but a call to an actor on the loop still runs: the thread comes back for it, or one of
    /// Swift's pool does it.
    public func stop() {
        inbox.withLock { inbox in
            inbox.isStopped = true
            inbox.handler = nil
        }
        network.poller.interrupt()
    }

    /// Has the handler given a turn, as soon as the one that is under way has ended; any thread may call it.
    ///
    /// That is all it does: where something waits for the handler that is no job, and no other thread needs to wait for it.
    public func giveTurn() { network.poller.interrupt() }

    /// Queues a job; any thread may call it.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isFirst, needsThread) = inbox.withLock { inbox in
            inbox.jobs.append(job)
            defer { inbox.hasThread = true }
            return (inbox.jobs.count == 1, !inbox.hasThread)
        }
        if needsThread {
            revive()
        } else if isFirst {
            network.poller.interrupt()
        }
    }

    /// Whether the caller is on the loop's thread; lets a handler enter an actor without a hop.
    public func isIsolatingCurrentContext() -> Bool? {
        thread.load(ordering: .acquiring) == pthread_self()
    }

    private func run() {
        thread.store(pthread_self(), ordering: .releasing)
        var buffer = unsafe [epoll_event](repeating: epoll_event(), count: Poller.batchSize)
        var ready: [ReadyEvent] = []
        var jobs: [UnownedJob] = []
        ready.reserveCapacity(Poller.batchSize)
        var deadline: Int64?
        while true {
            let (handler, stage) = takeInbox(into: &jobs)
            if stage == .done { return }
            for job in jobs {
                unsafe job.runSynchronously(on: executor)
            }
            jobs.removeAll(keepingCapacity: true)
            deadline = handler?.handleTurn(ready)
            // Once stopped, nothing comes that would end a wait.
            let patience = stage == .stopped ? 0 : Self.patience(until: deadline, at: Clock.monotonic(), by: grain)
            unsafe network.poller.wait(patience, &buffer, into: &ready)
        }
    }

    /// Takes what was queued, or takes leave when the loop was stopped and nothing is queued.
    private func takeInbox(into jobs: inout [UnownedJob]) -> (handler: (any TurnHandler)?, stage: Stage) {
        // The two arrays change places and keep their room, so that queueing allocates nothing in the long run.
        var taken = jobs
        jobs = []
        defer { jobs = taken }
        return inbox.withLock { inbox in
            swap(&inbox.jobs, &taken)
            guard inbox.isStopped else { return (inbox.handler, .running) }
            guard taken.isEmpty else { return (nil, .stopped) }
            thread.store(0, ordering: .releasing)
            inbox.hasThread = false
            return (nil, .done)
        }
    }

    /// Brings the thread of a stopped loop back for a late job.
    ///
    /// Where there is no thread for it, one of Swift's pool runs the job: a stopped loop waits for nothing, and gives it back
    /// soon. The caller's would not do, since it may hold a lock that the job asks for.
    private func revive() {
        do { try begin { self.run() } } catch { Task.detached { self.run() } }
    }

    /// How long to wait at most for a deadline, in nanoseconds, rounded up: a turn before the deadline would be wasted.
    ///
    /// - Parameters:
    ///   - deadline: Any number: whoever wants a turn at once may name a time that never was.
    ///   - now: Monotonic nanoseconds.
    ///   - grain: What of the result is a multiple, in nanoseconds.
    /// - Returns: 0 for not at all, -1 for as long as nothing comes.
    static func patience(until deadline: Int64?, at now: Int64, by grain: Int64) -> Int64 {
        guard let deadline else { return -1 }
        guard deadline > now else { return 0 }
        // A day is as good as for ever, and overflows nothing.
        let (distance, isFar) = deadline.subtractingReportingOverflow(now)
        let rest = isFar ? Self.longestWait : min(distance, Self.longestWait)
        return (rest + grain - 1) / grain * grain
    }

    /// The longest wait, in nanoseconds; whoever waits for longer gets a turn in between.
    private static let longestWait: Int64 = 24 * 3_600_000_000_000
}
