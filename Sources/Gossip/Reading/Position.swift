/// What a client has seen: of each origin the newest message; valid on any node.
///
/// Written as message IDs with commas between: `alpha@1763700000123/42,bravo@1763700000456/7`.
public struct Position: Equatable, Sendable {
    /// How many origins a position may name: more than fit a request line, which is where clients write them.
    public static let limit = 1024

    /// The newest message seen of each origin; no origin twice.
    public private(set) var entries: [MessageID] = []

    /// Has seen nothing.
    public init() {}

    /// Reads what a client kept; `nil` for anything that is no list of message IDs, or names an origin twice.
    public init?(_ text: some StringProtocol) {
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            guard entries.count < Self.limit, let id = MessageID(part) else { return nil }
            guard !entries.contains(where: { $0.node == id.node && $0.epoch == id.epoch }) else { return nil }
            entries.append(id)
        }
    }

    /// Replaces the entry of a message's origin.
    public mutating func advance(to id: MessageID) {
        if let index = entries.firstIndex(where: { $0.node == id.node && $0.epoch == id.epoch }) {
            entries[index] = id
        } else {
            entries.append(id)
        }
    }

    /// Replaces the entry of an origin by an earlier one, if it is; without any when nothing of it was seen.
    mutating func retreat(to id: MessageID) {
        guard let index = entries.firstIndex(where: { $0.node == id.node && $0.epoch == id.epoch }),
            entries[index].sequence > id.sequence
        else { return }
        if id.sequence > 0 { entries[index] = id } else { entries.remove(at: index) }
    }
}

extension Position: CustomStringConvertible {
    /// As clients keep it.
    public var description: String {
        entries.map(\.description).joined(separator: ",")
    }
}

extension MessageID {
    /// Reads an ID as it is written: `alpha@1763700000123/42`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = UInt64(parts[1]), sequence <= EntryItem.sequenceLimit else { return nil }
        let run = parts[0].split(separator: "@", omittingEmptySubsequences: false)
        guard run.count == 2, let epoch = UInt64(run[1]) else { return nil }
        guard !run[0].isEmpty, run[0].utf8.count <= Hello.nameLimit else { return nil }
        // `+1` is a number to Swift, but not as it is written here.
        guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), run[1].utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        self.init(node: String(run[0]), epoch: epoch, sequence: sequence)
    }
}
