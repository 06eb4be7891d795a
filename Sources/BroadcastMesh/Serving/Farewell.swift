/// What clients are told when the node goes, and to whom it was told.
///
/// Thousands of close frames take longer than a turn may.
struct Farewell: Equatable {
    /// What the close frame says (RFC 6455 §7.4).
    let code: UInt16
    let reason: String

    /// The slot of the next client that is to be told.
    private(set) var nextSlot = 0

    /// Begins with the first client.
    init(_ code: UInt16, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Takes the next slot; `nil` when all that there are were taken.
    mutating func takeSlot(below count: Int) -> Int? {
        guard nextSlot < count else { return nil }
        defer { nextSlot += 1 }
        return nextSlot
    }
}
