import Dispatch

/// Holds threads up until it is opened, from any other; four minutes at most.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }

    func wait() {
        _ = semaphore.wait(timeout: .now() + .seconds(240))
        // Whoever else waits may pass as well.
        semaphore.signal()
    }
}
