/// What a gap says.
extension Gap {
    /// Whether all of them surely were messages.
    var isAllMessages: Bool { leastMessages == length }

    /// Whether it counts what there was, and not what there may have been.
    var isExact: Bool { counts.reduce(0) { $0 + $1.messages } == leastMessages }

    /// What it takes beside the names that it tells apart, when it tells more than one, in bytes.
    var namingBytes: Int {
        (max(1, counts.count) + max(1, counted.count) - 2) * MemoryLayout<Count>.stride
    }

    /// Whether something in the gap may have been no message, and have changed the state: who has no state as of its end
    /// cannot pass over it.
    func hidesState(from stateSequence: UInt64) -> Bool { stateSequence < upper && !isAllMessages }

    /// Whether these can be what a gap counts: no channel twice or more often than there are entries, and no more with
    /// a name than this node would name.
    ///
    /// Two of one channel would add up to more messages than there are entries.
    static func areSound(_ counts: [Count], length: UInt64) -> Bool {
        guard counts.count(where: { $0.channel != nil }) <= channelLimit else { return false }
        guard counts.allSatisfy({ $0.messages <= length }) else { return false }
        return counts.count < 2 || Set(counts.map(\.channel)).count == counts.count
    }
}
