/// What goes where a channel holds more messages than are to be kept of one.
extension LogStore {
    /// Of each channel that grew, lets go of what is beyond the number to be kept.
    ///
    /// - Returns: How many messages went.
    mutating func letGoOfCrowds() -> Int {
        let limit = retention.messages
        var goneCount = 0
        for numbers in [channels.takenChannels, channels.grownChannels] {
            for number in numbers where channels.heldCount(of: number) > limit {
                var left = LettingGo.limit
                goneCount += letGo(of: number, by: .rank) { channel in
                    left -= 1
                    return left >= 0 && channel.heldCount > limit
                }
                if left < 0 { retentionClock.nextCrowd = min(retentionClock.nextCrowd ?? number, number) }
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
        let limit = retention.messages
        var goneCount = 0
        while let number = retentionClock.nextCrowd {
            guard number < channels.endIndex else {
                retentionClock.nextCrowd = nil
                break
            }
            guard retentionClock.allowance.isOpen else { break }
            var allowance = retentionClock.allowance
            allowance.spend(channels: 1)
            if channels.heldCount(of: number) > limit {
                goneCount += letGo(of: number, by: .rank) { channel in
                    guard allowance.isOpen, channel.heldCount > limit else { return false }
                    allowance.spend(messages: 1)
                    return true
                }
            }
            retentionClock.allowance = allowance
            if channels.heldCount(of: number) <= limit { retentionClock.nextCrowd = number + 1 }
        }
        return goneCount
    }
}
