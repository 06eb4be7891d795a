/// What goes where a channel holds more messages than are to be kept of one.
extension LogStore {
    /// Of each channel that grew, lets go of what is beyond the number to be kept, as much as fits into a turn; the rest is
    /// left to ``letGoOfOldCrowds(sparing:)``.
    ///
    /// As long as what is to be kept is the same, that is no more than came since the last turn, and what was spared then.
    ///
    /// - Parameter awaited: From which offset of a channel's frames on they are awaited; see
    ///   ``GossipNode/enforceRetention(at:sparing:)``.
    /// - Returns: How many messages went.
    mutating func letGoOfCrowds(sparing awaited: (Int) -> Int?) -> Int {
        var goneCount = 0
        for numbers in [channels.takenChannels, channels.grownChannels, retentionClock.takeAwaited()] {
            for number in numbers where channels.heldCount(of: number) > retention.messages {
                goneCount += letGo(ofCrowd: number, sparing: awaited)
                guard channels.heldCount(of: number) > retention.messages, !retentionClock.allowance.isOpen else {
                    continue
                }
                retentionClock.nextCrowd = min(retentionClock.nextCrowd ?? number, number)
            }
        }
        channels.forgetTaken()
        return goneCount
    }

    /// Of the channels that are to be looked at, since fewer messages are kept than before, lets go of what is beyond that:
    /// as much as fits into a turn.
    ///
    /// - Parameter awaited: See ``letGoOfCrowds(sparing:)``.
    /// - Returns: How many messages went.
    mutating func letGoOfOldCrowds(sparing awaited: (Int) -> Int?) -> Int {
        var goneCount = 0
        while let number = retentionClock.nextCrowd {
            guard number < channels.endIndex else {
                retentionClock.nextCrowd = nil
                break
            }
            guard retentionClock.allowance.isOpen else { break }
            goneCount += letGo(ofCrowd: number, sparing: awaited)
            if channels.heldCount(of: number) <= retention.messages || retentionClock.allowance.isOpen {
                retentionClock.nextCrowd = number + 1
            }
        }
        return goneCount
    }

    /// Lets go of what is beyond the number to be kept of a channel, as much as fits into what is left of the turn, and up to
    /// what is awaited.
    private mutating func letGo(ofCrowd number: Int, sparing awaited: (Int) -> Int?) -> Int {
        let limit = retention.messages
        guard retentionClock.allowance.isOpen else { return 0 }
        var allowance = retentionClock.allowance
        allowance.spend(channels: 1)
        defer { retentionClock.allowance = allowance }
        guard channels.heldCount(of: number) > limit else { return 0 }
        let end = awaited(number) ?? .max
        let count = letGo(of: number, by: .rank) { channel in
            guard allowance.isOpen, channel.heldCount > limit, channel.lowestOffset ?? 0 < end else { return false }
            allowance.spend(messages: 1)
            return true
        }
        if allowance.isOpen, channels.heldCount(of: number) > limit { retentionClock.noteAwaited(number) }
        return count
    }
}
