extension GossipNode {
    /// Lets go of the oldest messages beyond what is to be kept; to be called at least once per turn, after messages
    /// came and what is new was sent.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - awaited: From which offset of a channel's frames on readers who keep up are still to be given them; `nil` where none
    ///     are. From there on no message goes because its channel has too many: else a burst of more than are kept, which
    ///     takes several turns to be given to all, would overtake them. To make room any goes.
    public mutating func enforceRetention(at now: Moment, sparing awaited: (Int) -> Int? = { _ in nil }) {
        defer { checkInDebugBuilds() }
        trimArrivals()
        if logs.letGoOfExcess(at: now, sparing: awaited) > 0 { mark(.letGoByCount) }
        if logs.isExpiryDue(at: now) {
            logs.removeLossOnlyChannels()
            closeRuns(at: now)
            logs.expire(at: now)
        }
        if logs.followNeighbours(largestMessage: MessageRecord.largestCost(ofFrame: settings.frameBytes)) {
            // Others are to hear of it soon.
            for number in links.indices where links[number].isUp {
                links[number].probing.hurry(at: now)
            }
        }
    }

    /// Lets go, between two pieces of a journal that is read, of what goes whatever the next ones bring: of each channel what
    /// is beyond its number of messages, and what is too old.
    ///
    /// What they weigh together is looked at when all of them were read, by ``enforceRetention(at:sparing:)``: until then they may
    /// weigh more than they ever did, and what is let go for that is gone for good. Twice as much is the bound meanwhile.
    public mutating func enforceRetentionWhileRestoring(at now: Moment) {
        defer { checkInDebugBuilds() }
        repeat {
            if logs.letGoOfExcess(at: now, whileRestoring: true) > 0 { mark(.letGoByCount) }
            logs.expire(at: now)
        } while logs.hasRetentionWork
    }
}
