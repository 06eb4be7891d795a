import Gossip

extension ChatRooms {
    /// Goes on as another configuration says; what was hashed by an earlier salt is still known.
    ///
    /// With another key the sessions of who is here are told anew, by ``renewSessions(atMost:with:at:)``: nodes that start later know
    /// the new key alone. And with one more it is known what they are by that.
    mutating func reconfigure(_ configuration: MeshConfiguration, with gossip: borrowing GossipNode) {
        let before = salt
        others = OtherNodes(of: configuration, but: node)
        salt = configuration.salt.following([salt])
        messageBytes = configuration.limits.messageBytes
        messagesPerSecond = configuration.limits.messagesPerSecond
        if salt != before { renewal = gossip.beginSessionRenewal() }
    }

    /// Whether the sessions of some users are to be told anew.
    var mustRenewSessions: Bool { renewal != nil }

    /// Tells the sessions of the next users anew, of so many at most.
    ///
    /// - Returns: How many users were looked at.
    mutating func renewSessions(
        atMost limit: Int = renewedAtOnce,
        with gossip: inout GossipNode,
        at now: Moment
    ) -> Int {
        gossip.renewSessions(&renewal, atMost: limit, at: now) { [salt, holders] claim in
            holders[claim]?.secret.map { secret in
                (ChatEntry.hash(of: secret, by: salt), ChatEntry.earlierHashes(of: secret, by: salt))
            }
        }
    }

    /// Of how many they are told anew before it is asked again whether a turn has room for more.
    static let renewedAtOnce = 64
}
