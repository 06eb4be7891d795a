import Gossip

extension ChatRooms {
    /// Goes on as another configuration says; what was hashed by an earlier salt is still known.
    mutating func reconfigure(_ configuration: MeshConfiguration) {
        let name = node
        others = configuration.nodes.filter { $0.name != name }
        salt = configuration.salt.following([salt])
        messagesPerSecond = configuration.limits.messagesPerSecond
    }
}
