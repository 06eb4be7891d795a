import Gossip

extension ChatRooms {
    /// Goes on as another configuration says; what was hashed by an earlier salt is still known.
    ///
    /// With another key the sessions of who is here are told anew: nodes that start later know the new key alone.
    mutating func reconfigure(_ configuration: MeshConfiguration, with gossip: inout GossipNode, at now: Moment) {
        let before = salt
        let name = node
        others = configuration.nodes.filter { $0.name != name }
        salt = configuration.salt.following([salt])
        messageBytes = configuration.limits.messageBytes
        messagesPerSecond = configuration.limits.messagesPerSecond
        guard !salt.hashesAlike(before) else { return }
        gossip.renewSessions(at: now) { [salt, holders] claim in
            holders[claim]?.secret.map { ChatEntry.hash(of: $0, by: salt) }
        }
    }
}
