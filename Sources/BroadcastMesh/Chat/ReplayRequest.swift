import Gossip

/// What a client wants to read before it is live.
enum ReplayRequest: Equatable {
    /// The newest messages, so many.
    case history(Int)

    /// Everything that its position does not cover.
    case after(Position)

    /// Reads the query's values, `nil` when neither is there; with both, the position wins.
    ///
    /// - Throws: When `history` is no number of messages, or `after` no position.
    init?(history: String?, after: String?) throws(ChatRefusal) {
        let count = try Self.count(history)
        if let after {
            guard let position = Position(after) else { throw .malformedPosition }
            self = .after(position)
        } else if let count {
            self = .history(count)
        } else {
            return nil
        }
    }

    private static func count(_ text: String?) throws(ChatRefusal) -> Int? {
        guard let text else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformedHistory }
        // More than fits an integer is more than any channel holds.
        return Int(text) ?? .max
    }
}
