/// What a reader has seen, by the numbers that origins have here: what it came with, and what it got since.
struct SeenFilter: Sendable {
    /// The newest message seen, by the number of its origin.
    private var seen: [Int: UInt64] = [:]

    /// Entries about origins that are not known here yet.
    private var unknown: [MessageID] = []

    /// How many origins there were when the unknown ones were last looked for.
    private var originCount = 0

    /// Origins of which the client came with more than was here when this was last looked at.
    private var ahead: [Int] = []

    init(_ position: Position, in origins: OriginTable, number: (MessageID) -> Int?) {
        unknown = position.entries
        settle(in: origins, number: number)
    }

    /// Looks again for what the client came with and that was not here.
    mutating func settle(in origins: OriginTable, number: (MessageID) -> Int?) {
        if !unknown.isEmpty, originCount != origins.origins.count {
            originCount = origins.origins.count
            unknown.removeAll { id in
                guard let origin = number(id) else { return false }
                seen[origin] = id.sequence
                ahead.append(origin)
                return true
            }
        }
        guard !ahead.isEmpty else { return }
        ahead = ahead.filter { head(of: $0) > origins[$0].log.head }
    }

    /// Whether everything is here that the client came with: nothing can arrive any more that it has seen.
    var isSettled: Bool { unknown.isEmpty && ahead.isEmpty }

    /// Takes notice of a message that the reader gets.
    mutating func note(_ sequence: UInt64, of origin: Int) {
        seen[origin] = sequence
    }

    /// Whether a message was seen.
    func contains(_ sequence: UInt64, of origin: Int) -> Bool {
        sequence <= head(of: origin)
    }

    /// The newest message seen of an origin; 0 for none.
    func head(of origin: Int) -> UInt64 { seen[origin] ?? 0 }
}
