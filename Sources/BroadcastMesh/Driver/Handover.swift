import Synchronization

/// A value that one thread hands to another, which is then its only owner: nothing of it is kept by who carries it over.
final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    /// Keeps a value until it is taken.
    init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// Takes the value.
    func take() -> Value {
        guard let value = value.withLock({ $0.take() }) else { preconditionFailure("a value was taken twice") }
        return value
    }
}
