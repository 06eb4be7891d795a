import Bytes

/// The channels of a node, by number; numbers are dense and used again.
struct ChannelTable {
    /// Indexed by channel number.
    private(set) var channels: [Channel?] = []

    /// What all channels take, in bytes.
    private(set) var memoryBytes = 0

    private var numbers: [ChannelKey: Int] = [:]
    private var freeNumbers: [Int] = []

    /// The channels whose frames grew since the list was taken.
    private(set) var grownChannels: [Int] = []

    /// The channels that were taken since retention last looked at them: sent first, then let go.
    private(set) var takenChannels: [Int] = []

    /// The channel that was looked up last: entries of one channel come in a row.
    private var recent: (kind: ChannelKind, number: Int)?

    /// Finds a channel.
    func number(of key: ChannelKey) -> Int? { numbers[key] }

    /// Finds a channel by a name that stands in a message, or makes it.
    mutating func number(_ kind: ChannelKind, named name: Span<UInt8>) -> Int {
        if let recent, recent.kind == kind, channels[recent.number]?.name.isEqual(to: name) == true {
            return recent.number
        }
        var bytes: [UInt8] = []
        bytes.append(name)
        let number = number(ofOrMaking: ChannelKey(kind: kind, name: bytes))
        recent = (kind, number)
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
            channels[number] = channel
        } else {
            number = channels.count
            channels.append(channel)
        }
        numbers[key] = number
        return number
    }

    /// Changes a channel, and keeps count of what it takes.
    mutating func update<Result>(_ number: Int, _ body: (inout Channel) -> Result) -> Result {
        guard channels[number] != nil else { preconditionFailure("channel \(number) was used after it went away") }
        memoryBytes -= channels[number]?.memoryBytes ?? 0
        defer { memoryBytes += channels[number]?.memoryBytes ?? 0 }
        return modify(&channels[number], body)
    }

    /// Puts a channel on the list of those that grew.
    mutating func markGrown(_ number: Int) {
        guard channels[number]?.isMarkedGrown == false else { return }
        channels[number]?.isMarkedGrown = true
        grownChannels.append(number)
    }

    /// Moves the list of channels that grew to the end of `numbers`.
    mutating func takeGrown(into numbers: inout [Int]) {
        for number in grownChannels {
            channels[number]?.isMarkedGrown = false
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
        guard let channel = channels[number] else { return }
        guard channel.retainCount == 0, channel.messageCount == 0, !channel.isMarkedGrown else { return }
        memoryBytes -= channel.memoryBytes
        numbers[ChannelKey(kind: channel.kind, name: channel.name)] = nil
        channels[number] = nil
        freeNumbers.append(number)
        if recent?.number == number { recent = nil }
    }

    private func modify<Result>(_ channel: inout Channel?, _ body: (inout Channel) -> Result) -> Result {
        guard var taken = channel.take() else { preconditionFailure("an absent channel was changed") }
        defer { channel = taken }
        return body(&taken)
    }
}

extension [UInt8] {
    /// Whether a span shows the same bytes.
    func isEqual(to span: Span<UInt8>) -> Bool {
        guard count == span.count else { return false }
        for index in span.indices where self[index] != span[index] { return false }
        return true
    }
}
