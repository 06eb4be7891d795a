/// What a reader has seen, by the numbers that origins have here: what it came with, and what it got since.
struct SeenFilter {
    /// The newest message seen, by the number of its origin.
    private var seen: [Int: UInt64] = [:]

    /// Entries about origins that are not known here yet.
    private(set) var unknown: [MessageID] = []

    init(_ position: Position, number: (MessageID) -> Int?) {
        unknown = position.entries
        resolve(number: number)
    }

    /// Looks again for origins that were not known.
    mutating func resolve(number: (MessageID) -> Int?) {
        guard !unknown.isEmpty else { return }
        unknown.removeAll { id in
            guard let origin = number(id) else { return false }
            seen[origin] = id.sequence
            return true
        }
    }

    /// Takes notice of a message that the reader gets.
    mutating func note(_ sequence: UInt64, of origin: Int) {
        seen[origin] = sequence
    }

    /// Whether a message was seen.
    func contains(_ sequence: UInt64, of origin: Int) -> Bool {
        sequence <= seen[origin] ?? 0
    }

    /// The newest message seen of an origin; 0 for none.
    func head(of origin: Int) -> UInt64 { seen[origin] ?? 0 }

    /// Whether the client has seen nothing that is not here: from then on nothing can arrive that it has seen.
    func isCovered(heads: (Int) -> UInt64) -> Bool {
        unknown.isEmpty && seen.allSatisfy { $0.value <= heads($0.key) }
    }
}
