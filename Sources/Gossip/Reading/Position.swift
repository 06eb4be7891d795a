/// What a client has seen: of each origin the newest message; valid on any node.
///
/// Written as message IDs with commas between: `alpha@1763700000123/42,bravo@1763700000456/7`. It may be as long as a
/// request line has room for, and is read in one pass.
public struct Position: Equatable, Sendable {
    /// How many runs of a node a position names at least before it leaves any out.
    static let recentRuns = 4

    /// How many runs of a node a position names at most that are over, and that no later run is known to tell of: about
    /// 900 bytes of a request line.
    static let closedRuns = 32

    /// The newest message seen of each origin; no origin twice.
    public private(set) var entries: [MessageID] = []

    /// Has seen nothing.
    public init() {}

    /// Has seen up to these messages, which are of different origins.
    public init(_ entries: [MessageID]) {
        self.entries = entries
    }

    /// Reads what a client kept; `nil` for anything that is no list of message IDs, or names an origin twice.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        for part in bytes.split(separator: UInt8(ascii: ",")) {
            guard let id = MessageID(part) else { return nil }
            entries.append(id)
        }
        guard !Self.namesOneTwice(entries) else { return nil }
    }

    /// Replaces the entry of a message's origin.
    public mutating func advance(to id: MessageID) {
        if let index = entries.firstIndex(where: { $0.epoch == id.epoch && $0.node == id.node }) {
            entries[index] = id
        } else {
            entries.append(id)
        }
    }

    /// Replaces the entry of a message's origin, unless that is behind the message: so that a loss up to there counts as told.
    public mutating func pass(_ id: MessageID) {
        let isPassed = entries.contains { $0.epoch == id.epoch && $0.node == id.node && $0.sequence >= id.sequence }
        if !isPassed { advance(to: id) }
    }

    /// The entries that an earlier position has not, which names the same runs in the same order; `nil` for none.
    public func passed(since earlier: Position) -> Position? {
        let passed = zip(entries, earlier.entries).filter { $0 != $1 }.map(\.0)
        return passed.isEmpty ? nil : Position(passed)
    }

    /// Of each node the oldest of the ``recentRuns`` newest runs that are named, if there are so many: no run from there
    /// on was ever left out.
    var recentEpochs: [String: UInt64] {
        Dictionary(grouping: entries, by: \.node).filter { $0.value.count >= Self.recentRuns }
            .mapValues { $0.map(\.epoch).sorted(by: >)[Self.recentRuns - 1] }
    }

    /// Whether two entries are about one origin: sorted, they would be neighbours.
    private static func namesOneTwice(_ entries: [MessageID]) -> Bool {
        let order = entries.indices.sorted { first, second in
            let (first, second) = (entries[first], entries[second])
            return first.epoch != second.epoch ? first.epoch < second.epoch : first.node < second.node
        }
        return zip(order, order.dropFirst()).contains { first, second in
            entries[first].epoch == entries[second].epoch && entries[first].node == entries[second].node
        }
    }
}

extension Position: CustomStringConvertible {
    /// As clients keep it.
    public var description: String {
        entries.map(\.description).joined(separator: ",")
    }
}
