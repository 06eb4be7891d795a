/// What goes where a channel holds more messages than are to be kept of one.
extension LogStore {
    /// Of each channel that grew, lets go of what is beyond the number to be kept, as much as fits into a turn; the rest is
    /// left to ``letGoOfOldCrowds()``.
    ///
    /// As long as what is to be kept is the same, that is no more than came since the last turn.
    ///
    /// - Returns: How many messages went.
    mutating func letGoOfCrowds() -> Int {
        var goneCount = 0
        for numbers in [channels.takenChannels, channels.grownChannels] {
            for number in numbers where channels.heldCount(of: number) > retention.messages {
                if retentionClock.allowance.isOpen { goneCount += letGo(ofCrowd: number) }
                guard channels.heldCount(of: number) > retention.messages else { continue }
                retentionClock.nextCrowd = min(retentionClock.nextCrowd ?? number, number)
            }
        }
        channels.forgetTaken()
        return goneCount
    }

    /// Of the channels that are to be looked at, since fewer messages are kept than before, lets go of what is beyond that:
    /// as much as fits into a turn.
    ///
    /// - Returns: How many messages went.
    mutating func letGoOfOldCrowds() -> Int {
        var goneCount = 0
        while let number = retentionClock.nextCrowd {
            guard number < channels.endIndex else {
                retentionClock.nextCrowd = nil
                break
            }
            guard retentionClock.allowance.isOpen else { break }
            goneCount += letGo(ofCrowd: number)
            if channels.heldCount(of: number) <= retention.messages { retentionClock.nextCrowd = number + 1 }
        }
        return goneCount
    }

    /// Lets go of what is beyond the number to be kept of a channel, as much as fits into what is left of the turn.
    private mutating func letGo(ofCrowd number: Int) -> Int {
        let limit = retention.messages
        var allowance = retentionClock.allowance
        allowance.spend(channels: 1)
        defer { retentionClock.allowance = allowance }
        guard channels.heldCount(of: number) > limit else { return 0 }
        return letGo(of: number, by: .rank) { channel in
            guard allowance.isOpen, channel.heldCount > limit else { return false }
            allowance.spend(messages: 1)
            return true
        }
    }
}
