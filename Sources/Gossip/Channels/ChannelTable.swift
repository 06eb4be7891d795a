import Bytes

/// The channels of a node, by number; numbers are dense and used again, and a free one has no channel.
public struct ChannelTable: RandomAccessCollection {
    /// Indexed by channel number.
    ///
    /// A free slot holds a channel too, marked so: an optional one would be copied, with everything that it refers to,
    /// by every look at it.
    private(set) var slots: [Channel] = []

    /// What they hold together.
    private(set) var totals = ChannelTotals()

    /// Everything of this rank or below it was let go to make room, or goes as soon as it comes.
    ///
    /// It only grows. Were there no such mark, a message of a low rank that comes late would stay where there is a little
    /// room left, and not stay where it came in time: what is held would depend on the order of arrival.
    private(set) var floor = Int64.min

    private var ranks = Ranks()

    /// What was lost of nobody knows which channel.
    var commonLosses = CommonLosses()

    /// The channels by the lowest rank, and by the oldest message.
    private var queues = (rank: ChannelQueue(), age: ChannelQueue())

    /// The channels of which only losses were heard since retention last looked at them.
    private(set) var lossOnlyChannels: [Int] = []

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
    public subscript(number: Int) -> Channel? { slots[number].use.isFree ? nil : slots[number] }

    /// A channel that exists, lent without a copy.
    subscript(existing number: Int) -> Channel {
        _read {
            precondition(!slots[number].use.isFree, "a channel was used after it went away")
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
        precondition(!slots[number].use.isFree, "a channel was used after it went away")
        totals.remove(slots[number].chargedBytes, heldCount: slots[number].heldCount)
        defer { totals.add(slots[number].chargedBytes, heldCount: slots[number].heldCount) }
        return body(&slots[number])
    }

    /// Has channels keep more or fewer messages.
    mutating func keep(messages limit: Int) {
        totals.keep(limit, of: slots.map(\.heldCount))
    }

    /// The rank of a message that is posted now, of a time.
    func nextRank(at time: Int64) -> Int64 { ranks.next(at: time, above: floor) }

    /// What of a rank is believed that a message came with; see ``Ranks/believable(_:at:)``.
    func believable(_ rank: Int64, at now: Moment) -> Int64 { ranks.believable(rank, at: now) }

    /// Takes notice of a message that was stored: its rank, and of when it is for retention.
    mutating func noteMessage(in number: Int, rank: Int64, age: Int64) {
        ranks.witness(rank)
        queues.rank.insert(number, at: rank)
        queues.age.insert(number, at: age)
    }

    /// Queues a channel by what it holds, once ``Channel/settle(by:)`` was called.
    mutating func enqueue(_ number: Int) {
        guard let rank = slots[number].lowestRank, let age = slots[number].oldestTime else { return }
        queues.rank.insert(number, at: rank)
        queues.age.insert(number, at: age)
    }

    /// The channel that was queued under the lowest rank, or under the earliest time.
    mutating func firstQueued(by order: RetentionOrder) -> EarliestQueue.Entry? {
        switch order {
        case .rank: queues.rank.first(of: slots)
        case .age: queues.age.first(of: slots)
        }
    }

    /// Takes that channel out of its queue.
    mutating func removeFirstQueued(by order: RetentionOrder) {
        switch order {
        case .rank: queues.rank.removeFirst()
        case .age: queues.age.removeFirst()
        }
    }

    /// Raises the floor; what has the highest rank that there is stays above it.
    mutating func raiseFloor(to rank: Int64) {
        if rank > floor { floor = rank < Ranks.limit ? rank : Ranks.limit - 1 }
    }

    /// Counts messages of a channel as lost.
    mutating func noteLoss(of messages: UInt64, in key: ChannelKey) {
        let number = number(ofOrMaking: key)
        slots[number].lostCount = slots[number].lostCount.adding(messages)
        // On a node that starts, what was lost of a channel comes before anything that makes the channel.
        if slots[number].isUnused { lossOnlyChannels.append(number) }
    }

    /// Lets the channels go of which nothing but losses was heard.
    mutating func removeLossOnlyChannels() {
        for number in lossOnlyChannels { removeIfUnused(number) }
        lossOnlyChannels.removeAll(keepingCapacity: true)
    }

    /// Puts a channel on the list of those that grew.
    mutating func markGrown(_ number: Int) {
        guard !slots[number].use.isFree, !slots[number].use.isMarkedGrown else { return }
        slots[number].use.isMarkedGrown = true
        grownChannels.append(number)
    }

    /// Moves the list of channels that grew to the end of `numbers`.
    mutating func takeGrown(into numbers: inout [Int]) {
        for number in grownChannels {
            slots[number].use.isMarkedGrown = false
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
        totals.remove(slots[number].chargedBytes, heldCount: slots[number].heldCount)
        numbers[slots[number].key] = nil
        slots[number] = .free
        queues.rank.remove(number)
        queues.age.remove(number)
        freeNumbers.append(number)
        if recent?.number == number { recent = nil }
    }
}
