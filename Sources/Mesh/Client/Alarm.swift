import Reactor

/// Rings at a deadline that may be put off, brought forward or dropped.
struct Alarm {
    private var timer: (deadline: Int64, task: Task<Void, Never>)?

    /// Sets the deadline.
    ///
    /// - Parameters:
    ///   - deadline: When, in monotonic nanoseconds; `nil` for never.
    ///   - ring: Is called then, once, unless another deadline was set before.
    mutating func set(_ deadline: Int64?, ring: @escaping @Sendable () -> Void) {
        guard deadline != timer?.deadline else { return }
        timer?.task.cancel()
        timer = deadline.map { deadline in
            let wait = max(0, deadline - Clock.monotonic())
            let task = Task {
                do { try await Task.sleep(for: .nanoseconds(wait)) } catch { return }
                ring()
            }
            return (deadline, task)
        }
    }

    /// Takes notice that it rang: the same deadline may be set again.
    mutating func reset() {
        timer = nil
    }
}
