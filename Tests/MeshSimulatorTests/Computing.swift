import Dispatch
import Testing

/// Lets the tests of a suite compute on threads of their own.
///
/// Swift's pool has a thread for each core. A test that computes for a minute would keep one of them for a minute, and two
/// such tests all: every other test of the process, which only waits for a node's answer, then finds its deadline gone
/// before it had a turn. So who computes does it elsewhere, and shares the cores as the kernel divides them.
struct ComputingTrait: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        // Only a test itself computes; its suite waits for it.
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(ComputingThreads.shared) { try await function() }
    }
}

extension Trait where Self == ComputingTrait {
    /// The suite's tests compute, and do it apart from those that wait.
    static var computing: Self { Self() }
}

/// Threads that are none of Swift's pool: those of a queue of the lowest class of service.
final class ComputingThreads: TaskExecutor {
    static let shared = ComputingThreads()

    private static let mark = DispatchSpecificKey<Void>()

    /// Whether the caller is on one of them.
    static var areUsed: Bool { DispatchQueue.getSpecific(key: mark) != nil }

    private let queue = DispatchQueue(label: "computing", qos: .background, attributes: .concurrent)

    private init() {
        queue.setSpecific(key: Self.mark, value: ())
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

@Suite("Who computes", .computing) struct ComputingTests {
    @Test func `does it outside of the pool in which the others wait`() {
        #expect(ComputingThreads.areUsed)
    }
}
