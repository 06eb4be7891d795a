/// What turns out to be lost while channels are used.
extension ChannelTable {
    /// Takes notice that messages of an origin are lost of nobody knows which channels.
    ///
    /// - Parameters:
    ///   - messages: How many.
    ///   - numbers: Among which entries.
    ///   - reached: The last of those that has come or is lost.
    ///   - origin: Of which run, if it has a number.
    mutating func noteCommonLoss(
        of messages: LostCount,
        in numbers: ClosedRange<UInt64>,
        upTo reached: UInt64,
        of origin: Int?
    ) {
        commonLosses.append(messages, in: numbers, upTo: reached, of: origin)
    }

    /// Takes notice that messages are lost that were of a channel, or may have been.
    ///
    /// - Parameters:
    ///   - messages: How many.
    ///   - numbers: Among which entries.
    ///   - reached: The last of those that has come or is lost.
    ///   - origin: Of which run.
    ///   - channel: The channel.
    ///   - isBoth: Whether some of them are the newest of the common losses too, of which it has not taken notice.
    mutating func noteLoss(
        of messages: LostCount,
        in numbers: ClosedRange<UInt64>,
        upTo reached: UInt64,
        of origin: Int,
        in channel: Int,
        isBoth: Bool
    ) {
        let all = commonLosses
        update(channel) { channel in
            channel.noteLoss(of: messages, in: numbers, upTo: reached, of: origin, among: all)
            if isBoth { channel.use.commonLossCount = all.end }
        }
        markGrown(channel)
    }

    /// Has a channel that somebody uses take notice of the common losses up to now, before anything else comes to it.
    mutating func takeCommonLosses(in number: Int) {
        // Nearly always there are none.
        guard slots[number].use.commonLossCount < commonLosses.end, slots[number].use.retainCount > 0 else { return }
        let all = commonLosses
        update(number) { $0.takeLosses(of: all) }
    }

    /// Has a channel that somebody begins to use pass the common losses up to now.
    mutating func passCommonLosses(in number: Int) {
        let end = commonLosses.end
        update(number) { $0.use.commonLossCount = end }
    }

    /// Has channels that are used take notice of common losses that are new, and puts them on the list of those that grew.
    mutating func tellCommonLosses(to numbers: [Int]) {
        guard commonLosses.takeNews() else { return }
        for number in numbers {
            takeCommonLosses(in: number)
            markGrown(number)
        }
    }

    /// How many losses of a channel there are, for somebody who is told of them now or knows them already.
    mutating func sealLosses(of number: Int) -> Int {
        takeCommonLosses(in: number)
        return update(number) { $0.sealLosses() }
    }

    /// How many losses of a channel there ever were, while somebody used it.
    mutating func lossCount(of number: Int) -> Int {
        takeCommonLosses(in: number)
        return slots[number].losses.count
    }
}
