import BroadcastMesh
import MeshClient

/// What of another node's history was shown already.
///
/// A relay's messages have neither IDs nor positions: what was shown is recognised by what it says. So of a text that is
/// posted again and again some may be taken for others; everything else is shown once, as far as the node holds it.
struct RelayOverlap {
    /// How many messages are remembered, and asked for again.
    static let limit = 1000

    private var shown: [Int] = []
    private var oldest = 0

    /// What was shown and has not been met in the history, by its hash.
    private var expected: [Int: Int] = [:]

    /// What came before the first message that was shown: older than all of them, if one of them comes.
    private var early: [WebSocketMessage] = []

    private var arrived = 0
    private var isMatching = false
    private var hasMet = false

    /// How much of its history the next node is to be asked for.
    var historyCount: Int { shown.isEmpty ? 0 : Self.limit }

    /// Begins with the next node's history.
    mutating func begin() {
        expected = shown.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        (early, arrived, hasMet, isMatching) = ([], 0, false, !shown.isEmpty)
    }

    /// Takes in a message.
    ///
    /// - Returns: What is to be shown.
    mutating func take(_ message: WebSocketMessage) -> [WebSocketMessage] {
        guard isMatching else { return show([message]) }
        arrived += 1
        defer { if arrived >= Self.limit { isMatching = false } }
        if let count = expected[message.hashValue], count > 0 {
            expected[message.hashValue] = count - 1
            hasMet = true
            early = []
            return []
        }
        if hasMet { return show([message]) }
        early.append(message)
        return arrived < Self.limit ? [] : finish()
    }

    /// Takes in that the history must have come by now.
    ///
    /// - Returns: What is to be shown: everything, if nothing was shown before.
    mutating func finish() -> [WebSocketMessage] {
        guard isMatching else { return [] }
        isMatching = false
        defer { early = [] }
        return show(early)
    }

    private mutating func show(_ messages: [WebSocketMessage]) -> [WebSocketMessage] {
        for message in messages {
            if shown.count < Self.limit {
                shown.append(message.hashValue)
            } else {
                shown[oldest] = message.hashValue
                oldest = (oldest + 1) % Self.limit
            }
        }
        return messages
    }
}
