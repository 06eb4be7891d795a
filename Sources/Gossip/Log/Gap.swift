/// Entries of an origin that are not held: folded into its state, let go by retention, or never to be had.
///
/// A gap travels in the place of its entries, so that the receiver's head moves on and nobody asks again.
struct Gap: Sendable {
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

    /// How many of them were messages, by channel, at most: of a part of a gap nobody knows more.
    private(set) var counts: [Count]

    /// How many of them surely were messages, of whatever channels.
    private(set) var leastMessages: UInt64

    /// How many messages of each channel were counted as lost when it was taken, if that was as a part of a longer one.
    ///
    /// Fewer than it may have had, for others were counted with the parts before it. It is written, and not sent.
    private(set) var counted: [Count] = []
    private(set) var isCountedApart = false

    /// Stands for entries of which it is known how many were messages, or how many at most.
    init(lower: UInt64, upper: UInt64, counts: [Count] = [], isAtMost: Bool = false) {
        self.lower = lower
        self.upper = upper
        self.counts = counts
        leastMessages = isAtMost ? 0 : min(counts.reduce(0) { $0 + $1.messages }, upper + 1 - lower)
    }

    /// How many entries are missing.
    var length: UInt64 { upper - lower + 1 }

    /// How many of them were messages, at most.
    var messageCount: UInt64 { min(counts.reduce(0) { $0 + $1.messages }, length) }

    /// How many of them were messages of a channel, or of one without a name, at most.
    func messages(of channel: ChannelKey) -> UInt64 {
        let counts = counts.span
        var sum: UInt64 = 0
        for index in counts.indices where counts[index].channel == nil || counts[index].channel == channel {
            sum += counts[index].messages
        }
        return min(sum, length)
    }

    /// Whether all of them surely were messages.
    var isAllMessages: Bool { leastMessages == length }

    /// Whether it counts what there was, and not what there may have been.
    var isExact: Bool { counts.reduce(0) { $0 + $1.messages } == leastMessages }

    /// Adds messages to the count of a channel.
    mutating func add(_ messages: UInt64, to channel: ChannelKey?) {
        count(messages, of: channel)
        leastMessages = min(leastMessages + messages, length)
        if isCountedApart { countApart([Count(channel: channel, messages: messages)]) }
    }

    /// The same gap, taken as a part, when so much was counted as lost with it.
    func counted(as counts: [Count]) -> Gap {
        var gap = self
        gap.isCountedApart = true
        gap.counted = counts.filter { $0.messages > 0 }
        return gap
    }

    /// Adds to what was counted with it; what is too much to be told apart may be counted again.
    private mutating func countApart(_ counts: [Count]) {
        for count in counts {
            if let index = counted.firstIndex(where: { $0.channel == count.channel }) {
                counted[index].messages += count.messages
            } else if counted.count <= Self.channelLimit {
                counted.append(count)
            }
        }
    }

    /// What surely was counted of it.
    private var surelyCounted: [Count] { isCountedApart ? counted : isExact ? counts : [] }

    private mutating func count(_ messages: UInt64, of channel: ChannelKey?) {
        if let index = index(of: channel) {
            counts[index].messages += messages
        } else if counts.count < Self.channelLimit || channel == nil {
            counts.append(Count(channel: channel, messages: messages))
        } else {
            count(messages, of: nil)
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
        if isCountedApart || next.isCountedApart {
            counted = surelyCounted
            isCountedApart = true
            countApart(next.surelyCounted)
        }
        upper = next.upper
        leastMessages += next.leastMessages
        for count in next.counts { self.count(count.messages, of: count.channel) }
        // What has no name is a sum over channels, and parts count at most: more than all there cannot be.
        // In place: a copy would take a reference to each channel's name, once for each message that is let go.
        for index in counts.indices { counts[index].messages = min(counts[index].messages, length) }
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

    /// The same gap with other counts of the same channels: less than it said, since it is known better.
    func counting(_ counts: [Count]) -> Gap {
        var gap = self
        gap.counts = counts
        return gap
    }

    /// The part from `sequence` on, when of the entries before that at most so many were messages.
    func suffix(from sequence: UInt64, after messages: UInt64) -> Gap {
        var part = suffix(from: sequence)
        part.leastMessages = max(part.leastMessages, max(leastMessages, messages) - messages)
        return part
    }

    /// The part below `sequence`; of each channel it counts what the whole counts, but no more than its length.
    func prefix(below sequence: UInt64) -> Gap { sequence > upper ? self : part(lower...(sequence - 1)) }

    /// The part from `sequence` on; of each channel it counts what the whole counts, but no more than its length.
    func suffix(from sequence: UInt64) -> Gap { sequence <= lower ? self : part(sequence...upper) }

    private func part(_ numbers: ClosedRange<UInt64>) -> Gap {
        var part = self
        (part.lower, part.upper) = (numbers.lowerBound, numbers.upperBound)
        // All others may have been messages.
        let others = length - part.length
        part.leastMessages = max(leastMessages, others) - others
        for index in part.counts.indices {
            part.counts[index].messages = min(part.counts[index].messages, part.length)
        }
        part.counted = counted.map { Count(channel: $0.channel, messages: max($0.messages, others) - others) }
        return part
    }
}

extension Gap: Equatable {
    /// What was counted with it is a matter of the node that took it.
    static func == (one: Gap, other: Gap) -> Bool {
        one.lower == other.lower && one.upper == other.upper && one.counts == other.counts
            && one.leastMessages == other.leastMessages
    }
}
