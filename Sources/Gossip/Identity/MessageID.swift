/// Which message: the run of the node that took it, and its number there.
public struct MessageID: Hashable, Sendable {
    /// The largest number of an entry: a million entries a second make as many in nine years.
    static let sequenceLimit: UInt64 = 1 << 48

    /// The longest name of a node, in bytes.
    static let nodeLimit = 64

    /// The node that took the message.
    public var node: String

    /// The node's run.
    public var epoch: UInt64

    /// The number within the run; the first is 1.
    public var sequence: UInt64

    /// Names one message.
    public init(node: String, epoch: UInt64, sequence: UInt64) {
        self.node = node
        self.epoch = epoch
        self.sequence = sequence
    }

    /// What it takes to keep it, in bytes: a name of more than 15 is kept apart.
    public var memory: Int { MemoryLayout<Self>.stride + (node.utf8.count > 15 ? 32 + node.utf8.count : 0) }
}

extension MessageID: CustomStringConvertible {
    /// As clients see it: `alpha@1763700000123/42`.
    public var description: String { "\(node)@\(epoch)/\(sequence)" }
}

/// What a message is given when it is posted.
public struct Stamp: Hashable, Sendable {
    /// Which message it is.
    public var id: MessageID

    /// Microseconds since 1970, by the hybrid logical clock: later than everything its origin had seen.
    public var time: Int64

    /// Where it stands in the order of history, before its ID: the time, or more where clocks are over 60 s apart.
    public var rank: Int64
}
