import Bytes

/// Some gaps of a log that follow each other, and how many messages they count together.
///
/// A name that more than one of them counts is kept once.
struct GapBlock: Sendable {
    /// How many it has at most.
    static let size = 128

    /// The gaps, in the order of their numbers.
    private(set) var gaps: [Gap] = []

    /// How many entries they stand for.
    private var entryCount: UInt64 = 0

    /// How many messages without a name they count.
    private var unnamed: UInt64 = 0

    /// How many they count with a name.
    private var named: [ChannelKey: UInt64] = [:]

    /// What a name takes that is kept, beside itself, in bytes.
    private static let nameCost = 80

    /// What it takes to tell channels apart, in bytes; nothing where each gap has one count without a name.
    private(set) var namingBytes = 0

    /// Starts with one.
    init(_ gap: Gap) {
        insert(gap, at: 0)
    }

    private init(_ gaps: ArraySlice<Gap>) {
        for gap in gaps { self.gaps.append(added(gap)) }
    }

    /// The last entry that it has a gap for.
    var upper: UInt64 { gaps[gaps.count - 1].upper }

    /// How many entries with numbers in a range its gaps stand for; they are looked at where not all of them are in the range.
    func entryCount(in range: ClosedRange<UInt64>) -> UInt64 {
        if range.lowerBound <= gaps[0].lower, upper <= range.upperBound { return entryCount }
        var count: UInt64 = 0
        var index = gaps.indices.partition { gaps[$0].upper < range.lowerBound }
        while index < gaps.count, gaps[index].lower <= range.upperBound {
            count += min(gaps[index].upper, range.upperBound) + 1 - max(gaps[index].lower, range.lowerBound)
            index += 1
        }
        return count
    }

    /// How many messages of a channel, or of one without a name, are in the gaps, at most.
    ///
    /// Where a gap counts both, and more than it is long, they may be fewer; each gap for itself knows.
    func messages(of channel: ChannelKey) -> UInt64 { unnamed + (named[channel] ?? 0) }

    /// Puts a gap before another.
    mutating func insert(_ gap: Gap, at index: Int) {
        gaps.insert(added(gap), at: index)
    }

    /// Takes a gap out.
    mutating func remove(at index: Int) -> Gap {
        let gap = gaps.remove(at: index)
        entryCount -= gap.length
        unnamed -= gap.unnamedMessages
        namingBytes -= gap.namingBytes
        for count in gap.counts { subtract(count) }
        return gap
    }

    /// Joins a gap of another block, or a new one, with the one that it follows.
    mutating func append(_ next: Gap, at index: Int) {
        join(added(next), at: index)
    }

    /// Joins a gap with the one behind it.
    mutating func joinNext(at index: Int) {
        join(gaps.remove(at: index + 1), at: index)
    }

    /// Joins a gap with one that is counted already.
    private mutating func join(_ next: Gap, at index: Int) {
        unnamed -= gaps[index].unnamedMessages + next.unnamedMessages
        namingBytes -= gaps[index].namingBytes + next.namingBytes
        for count in gaps[index].append(next) { subtract(count) }
        unnamed += gaps[index].unnamedMessages
        namingBytes += gaps[index].namingBytes
    }

    /// Takes out the gaps from one on.
    mutating func split(from index: Int) -> GapBlock {
        let rest = GapBlock(gaps[index...])
        self = GapBlock(gaps[..<index])
        return rest
    }

    /// Counts all messages of its gaps without their names: of any channel.
    mutating func forgetNames() {
        for index in gaps.indices { gaps[index].forgetNames() }
        unnamed = gaps.reduce(0) { $0 + $1.unnamedMessages }
        named = [:]
        namingBytes = 0
    }

    /// Counts what a gap counts, and has it share its names.
    private mutating func added(_ gap: Gap) -> Gap {
        var gap = gap
        entryCount += gap.length
        unnamed += gap.unnamedMessages
        namingBytes += gap.namingBytes
        gap.shareNames { count in
            count.channel.map { add(count.messages, of: $0) }
        }
        return gap
    }

    /// Counts messages of a channel, and gives the name under which it does.
    private mutating func add(_ messages: UInt64, of channel: ChannelKey) -> ChannelKey {
        if let place = named.index(forKey: channel) {
            named.values[place] += messages
            return named.keys[place]
        }
        named[channel] = messages
        namingBytes += Self.nameCost + channel.name.count
        return channel
    }

    private mutating func subtract(_ count: Gap.Count) {
        guard let channel = count.channel, let place = named.index(forKey: channel) else { return }
        named.values[place] -= count.messages
        guard named.values[place] == 0 else { return }
        named.remove(at: place)
        namingBytes -= Self.nameCost + channel.name.count
    }
}
