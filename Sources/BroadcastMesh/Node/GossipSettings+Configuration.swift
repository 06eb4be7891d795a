import Gossip

extension GossipSettings {
    /// What a node's configuration means for its gossip.
    init(_ configuration: MeshConfiguration, of node: NodeConfiguration) {
        self.init()
        retention.messages = configuration.retention.messages
        retention.bytes = configuration.retention.bytes
        retention.seconds = configuration.retention.seconds
        // In JSON, one byte of a chat message becomes six at the worst; the other fields are short.
        frameBytes = configuration.limits.messageBytes * 6 + (4 << 10)
        frameRule = .webSocket
        agreement = Agreement(
            nodes: configuration.nodes.map(\.name),
            messageBytes: configuration.limits.messageBytes,
            retention: retention
        )
        nodes = configuration.nodes.map(\.name)
        neighbours = configuration.links(of: node.name).map(\.peer)
    }
}
