/// What is done to channels beside what is appended to them.
extension LogStore {
    /// Finds a channel or makes it, and keeps it until it is closed as often.
    mutating func openChannel(_ key: ChannelKey) -> Int {
        let number = channels.number(ofOrMaking: key)
        if !isUsed(number) { channels.passCommonLosses(in: number) }
        channels.update(number) { $0.use.retainCount += 1 }
        usedChannels.insert(number)
        return number
    }

    /// Lets go of a channel; it goes away once nobody uses it and it holds nothing.
    mutating func closeChannel(_ number: Int) {
        channels.update(number) { $0.use.retainCount -= 1 }
        if !isUsed(number) { usedChannels.remove(number) }
        channels.removeIfUnused(number)
    }

    /// Finds a channel by a name that stands in a message, or makes it.
    mutating func channel(_ kind: ChannelKind, named name: Span<UInt8>) -> Int { channels.number(kind, named: name) }

    /// Finds a channel, if there is one.
    func number(of key: ChannelKey) -> Int? { channels.number(of: key) }

    /// Moves the numbers of the channels whose frames grew since the last call to the end of `numbers`.
    mutating func takeGrownChannels(into numbers: inout [Int]) {
        channels.tellCommonLosses(to: usedChannels.numbers)
        channels.takeGrown(into: &numbers)
    }

    /// Brings what came late to a channel to its place in the order of ranks.
    mutating func settleOrder(of channel: Int) {
        channels.update(channel) { $0.settle { origins.isBefore($0, $1) } }
    }

    /// How many losses of a channel there are, for somebody who is told of them now or knows them already.
    mutating func sealLosses(of channel: Int) -> Int { channels.sealLosses(of: channel) }

    /// How many losses of a channel there are.
    mutating func lossCount(of channel: Int) -> Int { channels.lossCount(of: channel) }

    /// Counts messages of a run that can no longer be had.
    ///
    /// - Parameters:
    ///   - counts: How many of each channel.
    ///   - total: How many together; fewer where nobody knows of which channel they were.
    mutating func countLosses(_ counts: [Gap.Count], together total: UInt64) {
        counters.lost = counters.lost.adding(total)
        for count in counts where count.messages > 0 {
            guard let channel = count.channel else { continue }
            channels.noteLoss(of: count.messages, in: channel)
        }
    }

    /// Takes notice that messages of runs that have no numbers can no longer be had, for those who use any channel: of which
    /// it was nobody knows.
    mutating func tellLosses(ofClosedRuns messages: UInt64) {
        guard messages > 0, !usedChannels.numbers.isEmpty else { return }
        channels.noteCommonLoss(of: LostCount(messages, from: 1), in: 1...messages, upTo: messages, of: nil)
    }

    /// Takes notice that messages of a run can no longer be had, for those who use their channels.
    ///
    /// - Parameters:
    ///   - gap: Where they were.
    ///   - fresh: How many of each channel were not counted before, in the order in which the gap counts them; of channels too
    ///     that it does not count.
    ///   - first: See ``LostCount/first``.
    ///   - reached: Up to which of its entries all have come or are lost: what waits behind that one comes after the loss.
    ///   - origin: The run.
    mutating func tellLosses(
        _ gap: Gap,
        counting fresh: [Gap.Count],
        since first: UInt64,
        upTo reached: UInt64,
        of origin: Int
    ) {
        guard !usedChannels.numbers.isEmpty else { return }
        let numbers = gap.lower...gap.upper
        func lost(_ most: UInt64, _ fresh: UInt64) -> LostCount {
            LostCount(most: min(most, gap.length), fresh: min(fresh, gap.length), since: first)
        }
        // Of which channel these were nobody knows: all may have lost them.
        let common = lost(unnamed(in: gap.counts), unnamed(in: fresh))
        var next = 0
        let losses = gap.counts.compactMap { count -> (channel: Int, messages: LostCount)? in
            while next < fresh.count, fresh[next].channel != count.channel { next += 1 }
            guard let channel = count.channel.flatMap(channels.number(of:)), isUsed(channel) else { return nil }
            let freshCount = next < fresh.count ? fresh[next].messages : 0
            let messages = lost(count.messages + common.most, freshCount + common.fresh)
            return messages == common ? nil : (channel, messages)
        }
        for loss in losses { channels.takeCommonLosses(in: loss.channel) }
        if common.most > 0 { channels.noteCommonLoss(of: common, in: numbers, upTo: reached, of: origin) }
        for loss in losses {
            channels.noteLoss(
                of: loss.messages,
                in: numbers,
                upTo: reached,
                of: origin,
                in: loss.channel,
                isBoth: common.most > 0
            )
        }
    }

    /// How many messages were of nobody knows which channels.
    private func unnamed(in counts: [Gap.Count]) -> UInt64 {
        counts.reduce(0) { $0 + ($1.channel == nil ? $1.messages : 0) }
    }

    /// Whether somebody uses a channel.
    private func isUsed(_ number: Int) -> Bool {
        channels[existing: number].use.retainCount > 0
    }
}
