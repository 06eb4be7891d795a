public import Bytes

/// The channels of a node, by number; numbers are dense and used again, and a free one has no channel.
public struct ChannelTable: RandomAccessCollection {
    /// Indexed by channel number.
    ///
    /// A free slot holds a channel too, marked so: an optional one would be copied, with everything that it refers to,
    /// by every look at it.
    private var slots: [Channel] = []

    /// What all channels take, in bytes.
    private(set) var memoryBytes = 0

    private var numbers: [ChannelKey: Int] = [:]
    private var freeNumbers: [Int] = []

    /// The channels whose frames grew since the list was taken.
    private(set) var grownChannels: [Int] = []

    /// The channels that were taken since retention last looked at them: sent first, then let go.
    private(set) var takenChannels: [Int] = []

    /// The channel that was looked up last: entries of one channel come in a row.
    private var recent: (key: ChannelKey, number: Int)?

    /// The lowest number.
    public var startIndex: Int { 0 }

    /// One above the highest number.
    public var endIndex: Int { slots.count }

    /// A channel; `nil` when the number is free.
    public subscript(number: Int) -> Channel? { slots[number].isFree ? nil : slots[number] }

    /// The frames of a channel, without a copy of all else that it has; `nil` when the number is free.
    public func frames(of number: Int) -> ByteLog? { slots[number].isFree ? nil : slots[number].frames }

    /// The first stretch at or after `offset` that live readers of a channel pass over.
    public func silentRange(of number: Int, from offset: Int) -> Range<Int>? { slots[number].silentRange(from: offset) }

    /// How many messages of a channel turned out to be lost while somebody used it, in stretches.
    func lossCount(of number: Int) -> Int { slots[number].losses.count }

    /// The same, for somebody who is told of them now or knows them already.
    mutating func sealLosses(of number: Int) -> Int { slots[number].sealLosses() }

    /// How many messages a channel holds, second copies included.
    func heldCount(of number: Int) -> Int { slots[number].heldCount }

    /// A channel that exists, lent without a copy.
    subscript(existing number: Int) -> Channel {
        _read {
            precondition(!slots[number].isFree, "a channel was used after it went away")
            yield slots[number]
        }
    }

    /// Finds a channel.
    func number(of key: ChannelKey) -> Int? { numbers[key] }

    /// Finds a channel by a name that stands in a message, or makes it.
    mutating func number(_ kind: ChannelKind, named name: Span<UInt8>) -> Int {
        if let recent, recent.key.kind == kind, recent.key.name.isEqual(to: name) { return recent.number }
        var bytes: [UInt8] = []
        bytes.append(name)
        let key = ChannelKey(kind: kind, name: bytes)
        let number = number(ofOrMaking: key)
        recent = (key, number)
        return number
    }

    /// Finds a channel or makes it.
    mutating func number(ofOrMaking key: ChannelKey) -> Int {
        if let number = numbers[key] { return number }
        let channel = Channel(key: key)
        memoryBytes += channel.memoryBytes
        let number: Int
        if let free = freeNumbers.popLast() {
            number = free
            slots[number] = channel
        } else {
            number = slots.count
            slots.append(channel)
        }
        numbers[key] = number
        return number
    }

    /// Changes a channel, and keeps count of what it takes.
    mutating func update<Result>(_ number: Int, _ body: (inout Channel) -> Result) -> Result {
        precondition(!slots[number].isFree, "a channel was used after it went away")
        memoryBytes -= slots[number].memoryBytes
        defer { memoryBytes += slots[number].memoryBytes }
        return body(&slots[number])
    }

    /// Puts a channel on the list of those that grew.
    mutating func markGrown(_ number: Int) {
        guard !slots[number].isFree, !slots[number].isMarkedGrown else { return }
        slots[number].isMarkedGrown = true
        grownChannels.append(number)
    }

    /// Moves the list of channels that grew to the end of `numbers`.
    mutating func takeGrown(into numbers: inout [Int]) {
        for number in grownChannels {
            slots[number].isMarkedGrown = false
            _ = slots[number].sealLosses()
            numbers.append(number)
            takenChannels.append(number)
        }
        grownChannels.removeAll(keepingCapacity: true)
    }

    /// Ends the list of channels that were taken.
    mutating func forgetTaken() {
        takenChannels.removeAll(keepingCapacity: true)
    }

    /// Lets a channel go that nobody uses and that holds nothing.
    mutating func removeIfUnused(_ number: Int) {
        guard slots[number].isUnused else { return }
        memoryBytes -= slots[number].memoryBytes
        numbers[slots[number].key] = nil
        slots[number] = .free
        freeNumbers.append(number)
        if recent?.number == number { recent = nil }
    }
}

extension Channel {
    /// Whether nobody uses the channel, and it holds nothing.
    fileprivate var isUnused: Bool { !isFree && retainCount == 0 && messageCount == 0 && !isMarkedGrown }
}

extension [UInt8] {
    /// Whether a span shows the same bytes.
    func isEqual(to span: Span<UInt8>) -> Bool {
        guard count == span.count else { return false }
        for index in span.indices where self[index] != span[index] { return false }
        return true
    }
}
