/// Entries of an origin that are not held: folded into its state, let go by retention, or never to be had.
///
/// A gap travels in the place of its entries, so that the receiver's head moves on and nobody asks again.
struct Gap: Sendable {
    /// How many channels a gap counts apart; more are counted without a name.
    static let channelLimit = 64

    /// The first entry that is missing.
    var lower: UInt64

    /// The last entry that is missing.
    var upper: UInt64

    /// How many of them were messages, by channel, at most: of a part of a gap nobody knows more.
    private(set) var counts: [Count]

    /// How many of them surely were messages, of whatever channels.
    private(set) var leastMessages: UInt64

    /// How many messages of each channel were counted as lost when it was taken, or were let go here, if it is a part of a
    /// longer one.
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
        for index in self.counts.indices { self.counts[index].last = min(counts[index].last, upper) }
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

    /// Adds messages to the count of a channel.
    mutating func add(_ messages: UInt64, to channel: ChannelKey?) {
        count(messages, of: channel, upTo: upper)
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

    /// Adds to a count.
    ///
    /// - Returns: Whether there was room for a channel's own one.
    @discardableResult
    private mutating func count(_ messages: UInt64, of channel: ChannelKey?, upTo last: UInt64) -> Bool {
        if let index = index(of: channel) {
            counts[index].messages += messages
            counts[index].last = max(counts[index].last, last)
        } else if counts.count < Self.channelLimit || channel == nil {
            counts.append(Count(channel: channel, messages: messages, last: last))
        } else {
            count(messages, of: nil, upTo: last)
            return false
        }
        return true
    }

    /// Where the messages of a channel are counted; reads the names where they are, and takes no reference to them.
    private func index(of channel: ChannelKey?) -> Int? {
        let counts = counts.span
        for index in counts.indices where counts[index].channel == channel { return index }
        return nil
    }

    /// How many messages have no name, at most.
    var unnamedMessages: UInt64 { index(of: nil).map { min(counts[$0].messages, length) } ?? 0 }

    /// Takes in a gap that begins where this one ends.
    ///
    /// - Returns: Those of its counts whose names there was no room for.
    @discardableResult
    mutating func append(_ next: Gap) -> [Count] {
        if isCountedApart || next.isCountedApart {
            counted = surelyCounted
            isCountedApart = true
            countApart(next.surelyCounted)
        }
        upper = next.upper
        leastMessages += next.leastMessages
        var nameless: [Count] = []
        for count in next.counts {
            let isNamed = self.count(count.messages, of: count.channel, upTo: min(count.last, next.upper))
            if !isNamed { nameless.append(count) }
        }
        // What has no name is a sum over channels, and parts count at most: more than all there cannot be.
        // In place: a copy would take a reference to each channel's name, once for each message that is let go.
        for index in counts.indices { counts[index].messages = min(counts[index].messages, length) }
        return nameless
    }

    /// Counts the messages of each channel under a name that is equal to its own, and that others have too.
    ///
    /// - Parameter name: Gives it, of a count.
    mutating func shareNames(_ name: (Count) -> ChannelKey?) {
        // What was counted with it has the same names in the same order, but for some that it lacks.
        var next = 0
        for index in counts.indices {
            let channel = counts[index].channel
            counts[index].channel = name(counts[index])
            guard next < counted.count, counted[next].channel == channel else { continue }
            counted[next].channel = counts[index].channel
            next += 1
        }
    }

    /// Counts all messages without a name: of any channel.
    mutating func forgetNames() {
        let (messages, countedMessages) = (messageCount, min(counted.reduce(0) { $0 + $1.messages }, length))
        let last = counts.lazy.map(\.last).max() ?? upper
        counts = messages > 0 ? [Count(channel: nil, messages: messages, last: last)] : []
        counted = countedMessages > 0 ? [Count(channel: nil, messages: countedMessages)] : []
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

    /// The part from `sequence` on; of each channel of which something may stand there it counts what the whole counts, but no
    /// more than its length.
    func suffix(from sequence: UInt64) -> Gap { sequence <= lower ? self : part(sequence...upper) }

    private func part(_ numbers: ClosedRange<UInt64>) -> Gap {
        var part = self
        (part.lower, part.upper) = (numbers.lowerBound, numbers.upperBound)
        // All others may have been messages.
        let others = length - part.length
        part.leastMessages = max(leastMessages, others) - others
        part.counts.removeAll { $0.last < part.lower }
        for index in part.counts.indices {
            part.counts[index].messages = min(part.counts[index].messages, part.length)
            part.counts[index].last = min(part.counts[index].last, part.upper)
        }
        // Each message is taken for as early as may be, so that all parts together have it once.
        let before = part.lower - lower
        part.counted = surelyCounted.filter { $0.messages > before }.map {
            Count(channel: $0.channel, messages: min($0.messages - before, part.length))
        }
        part.isCountedApart = isCountedApart || isExact && !(part.isExact && part.counts == part.counted)
        if !part.isCountedApart { part.counted = [] }
        return part
    }
}
