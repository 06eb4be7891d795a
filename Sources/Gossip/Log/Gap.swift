/// Entries of an origin that are not held: folded into its state, let go by retention, or never to be had.
///
/// A gap travels in the place of its entries, so that the receiver's head moves on and nobody asks again.
struct Gap: Equatable, Sendable {
    /// How many channels a gap counts apart; more are counted without a name.
    static let channelLimit = 64

    /// Messages of one channel in a gap.
    struct Count: Equatable, Sendable {
        /// The channel; `nil` for those beyond ``channelLimit``.
        var channel: ChannelKey?

        /// How many messages.
        var messages: UInt64
    }

    /// The first entry that is missing.
    var lower: UInt64

    /// The last entry that is missing.
    var upper: UInt64

    /// How many of them were messages, by channel; of a part of a gap, at most so many of each channel.
    var counts: [Count] = []

    /// How many entries are missing.
    var length: UInt64 { upper - lower + 1 }

    /// How many of them were messages, at most.
    var messageCount: UInt64 { min(counts.reduce(0) { $0 + $1.messages }, length) }

    /// Whether all of them surely were messages.
    var isAllMessages: Bool { counts.reduce(0) { $0 + $1.messages } == length }

    /// Adds messages to the count of a channel.
    mutating func add(_ messages: UInt64, to channel: ChannelKey?) {
        if let index = index(of: channel) {
            counts[index].messages += messages
        } else if counts.count < Self.channelLimit || channel == nil {
            counts.append(Count(channel: channel, messages: messages))
        } else {
            add(messages, to: nil)
        }
    }

    /// Where the messages of a channel are counted; reads the names where they are, and takes no reference to them.
    private func index(of channel: ChannelKey?) -> Int? {
        let counts = counts.span
        for index in counts.indices where counts[index].channel == channel { return index }
        return nil
    }

    /// Takes in a gap that begins where this one ends.
    mutating func append(_ next: Gap) {
        upper = next.upper
        for count in next.counts { add(count.messages, to: count.channel) }
        // What has no name is a sum over channels, and parts count at most: more than all there cannot be.
        // In place: a copy would take a reference to each channel's name, once for each message that is let go.
        for index in counts.indices { counts[index].messages = min(counts[index].messages, length) }
    }

    /// Whether something in the gap surely was no message, and changed the state: who has no state as of its end
    /// cannot pass over it.
    func hidesState(from stateSequence: UInt64) -> Bool {
        stateSequence < upper && counts.reduce(0) { $0 + $1.messages } < length
    }

    /// Whether these can be what a gap counts: no channel twice or more often than there are entries, and no more with
    /// a name than this node would name.
    static func areSound(_ counts: [Count], length: UInt64) -> Bool {
        guard counts.count(where: { $0.channel != nil }) <= channelLimit else { return false }
        guard counts.allSatisfy({ $0.messages <= length }) else { return false }
        return counts.count < 2 || Set(counts.map(\.channel)).count == counts.count
    }

    /// The same part of a gap with what it may have lost, of what the gap counts and no part before it was made
    /// responsible for: over all parts no message counts twice.
    func takingLosses(from uncounted: inout [Count]) -> Gap {
        var part = self
        part.counts = uncounted.indices.map { index in
            let messages = min(uncounted[index].messages, length)
            uncounted[index].messages -= messages
            return Count(channel: uncounted[index].channel, messages: messages)
        }
        return part
    }

    /// The part below `sequence`; of each channel it counts what the whole counts, but no more than its length.
    func prefix(below sequence: UInt64) -> Gap {
        guard sequence <= upper else { return self }
        return part(Gap(lower: lower, upper: sequence - 1, counts: counts))
    }

    /// The part from `sequence` on; of each channel it counts what the whole counts, but no more than its length.
    func suffix(from sequence: UInt64) -> Gap {
        guard sequence > lower else { return self }
        return part(Gap(lower: sequence, upper: upper, counts: counts))
    }

    private func part(_ part: Gap) -> Gap {
        var part = part
        for index in part.counts.indices {
            part.counts[index].messages = min(part.counts[index].messages, part.length)
        }
        return part
    }
}
