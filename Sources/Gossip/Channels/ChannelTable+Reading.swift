public import Bytes

extension ChannelTable {
    /// What retention charges for all channels, in bytes.
    var chargedBytes: Int { totals.chargedBytes }

    /// What all channels are together, added up anew: what retention charges for them, in bytes, how many have all the
    /// messages that they may, and how many messages they hold.
    var countedTotals: (chargedBytes: Int, fullCount: Int, messages: Int) {
        var totals = (chargedBytes: 0, fullCount: 0, messages: 0)
        for number in slots.indices {
            let heldCount = slots[number].heldCount
            totals.chargedBytes += slots[number].chargedBytes
            totals.fullCount += self.totals.isFull(heldCount) ? 1 : 0
            totals.messages += heldCount
        }
        return totals
    }

    /// How many channels beside one have all the messages that they may.
    func fullCount(beside number: Int) -> Int {
        totals.fullCount - (totals.isFull(slots[number].heldCount) ? 1 : 0)
    }

    /// The frames of a channel, without a copy of all else that it has; `nil` when the number is free.
    public func frames(of number: Int) -> ByteLog? { slots[number].use.isFree ? nil : slots[number].frames }

    /// The first stretch at or after `offset` that live readers of a channel pass over.
    public func silentRange(of number: Int, from offset: Int) -> Range<Int>? { slots[number].silentRange(from: offset) }

    /// A loss of a channel, with those that continue it among so many, and the number of the one behind it; `nil` when it is
    /// forgotten.
    func loss(_ number: Int, upTo limit: Int, of channel: Int) -> (loss: Loss, end: Int)? {
        slots[channel].losses.loss(number, upTo: limit, of: commonLosses)
    }

    /// What a channel counts; `nil` when the number is free.
    public func figures(of number: Int) -> ChannelFigures? {
        guard !slots[number].use.isFree else { return nil }
        return ChannelFigures(
            kind: slots[number].kind,
            messageCount: slots[number].messageCount,
            byteCount: slots[number].byteCount,
            transcript: slots[number].transcript,
            lostCount: slots[number].lostCount
        )
    }

    /// The number of the message of a channel whose frame begins at an offset of its log.
    func messageNumber(at offset: Int, of number: Int) -> Int { slots[number].records.number(at: offset) }

    /// What is remembered of a message of a channel; `nil` where that is not the case any more.
    func record(_ message: Int, of number: Int) -> MessageRecord? {
        guard message >= slots[number].records.start, message < slots[number].records.end else { return nil }
        let record = slots[number].records[message]
        return record.length > 0 ? record : nil
    }

    /// What belongs to a message of a channel beside its frame; `nil` where it was given back.
    func notes(of message: Int, of number: Int) -> [UInt8]? { slots[number].notes(of: message) }

    /// The name of a channel, in UTF-8.
    public func name(of number: Int) -> [UInt8] { slots[number].name }

    /// How many messages a channel was ever given.
    public func givenCount(of number: Int) -> Int { slots[number].records.end }

    /// How many messages a channel holds, second copies included.
    func heldCount(of number: Int) -> Int { slots[number].heldCount }
}
