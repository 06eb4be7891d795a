/// What one reader has got: each message at most once, and those of one run in their order.
struct OnceInOrder: Sendable {
    /// What it got; of several copies of a message the first that was posted stands here.
    private(set) var seen = Bitset()

    /// The newest number it got of each run.
    private var newest: [UInt64] = []

    /// Lets the reader get a message again.
    mutating func forget(_ message: Int) {
        seen.remove(message)
    }

    /// Takes notice of a message that the reader got; of several copies of one it may get only one.
    ///
    /// - Returns: What is wrong with that.
    mutating func note(_ message: Int, in ledger: Ledger, reader: @autoclosure () -> String) -> Violation? {
        let (run, sequence) = (ledger.entries[message].run, ledger.entries[message].sequence)
        guard seen.insert(ledger.entries[message].original) else {
            return .repeated(id: ledger.name(of: message), reader: reader())
        }
        while newest.count <= run { newest.append(0) }
        guard sequence > newest[run] else { return .outOfOrder(id: ledger.name(of: message), reader: reader()) }
        newest[run] = sequence
        return nil
    }
}
