extension GossipNode {
    /// Lets go of the oldest messages beyond what is to be kept; to be called at least once per turn, after messages
    /// came and what is new was sent.
    public mutating func enforceRetention(at now: Moment) {
        trimArrivals()
        if logs.letGoOfExcess(at: now) > 0 { mark(.letGoByCount) }
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
        checkInDebugBuilds()
    }
}
