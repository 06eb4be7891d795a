/// What a test waited for in vain.
struct DeadlinePassed: Error, CustomStringConvertible {
    var description: String
}

/// How long a test waits for what takes milliseconds, in seconds: machines that build at the same time are slow.
let patience = 90

/// How long a test waits for what is promised within 5 s, in seconds; the same allowance.
let promised = 60

/// Waits until a condition holds, and looks every 10 ms.
///
/// - Parameters:
///   - what: The condition in words, for the failure.
///   - seconds: How long to wait.
///   - condition: What must hold.
/// - Throws: ``DeadlinePassed``, or what the condition throws.
func eventually(_ what: String, seconds: Int = patience, _ condition: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    while try await !condition() {
        guard clock.now < deadline else { throw DeadlinePassed(description: "waited \(seconds) s in vain: \(what)") }
        try await clock.sleep(for: .milliseconds(10))
    }
}

/// Runs something that must end in time.
///
/// - Parameters:
///   - what: What must happen, in words, for the failure.
///   - seconds: How long it may take.
///   - body: What is run.
///   - onTimeout: What makes `body` end when it takes longer; cancelling its task does by itself if it heeds that.
/// - Returns: What `body` returns.
/// - Throws: ``DeadlinePassed``, or what `body` throws.
func withDeadline<Value: Sendable>(
    _ what: String,
    seconds: Int = patience,
    _ body: @escaping @Sendable () async throws -> Value,
    onTimeout: @escaping @Sendable () -> Void = {}
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await ContinuousClock().sleep(for: .seconds(seconds))
            onTimeout()
            return nil
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() ?? nil else {
            throw DeadlinePassed(description: "waited \(seconds) s in vain: \(what)")
        }
        return value
    }
}
