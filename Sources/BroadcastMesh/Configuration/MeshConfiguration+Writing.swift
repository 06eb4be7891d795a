import JSON
import Reactor

extension MeshConfiguration {
    /// The mesh as a `mesh.json` on one line, without its keys and certificates.
    package var json: [UInt8] {
        JSONWriter.object { writer in
            writer.key("nodes")
            writer.list { list in
                for node in nodes { list.object { node.write(to: &$0) } }
            }
            writer.member("origins", origins)
            writer.key("limits")
            writer.object { limits.write(to: &$0) }
            writer.key("retention")
            writer.object { writer in
                writer.member("messages", retention.messages)
                writer.member("bytes", retention.bytes)
                writer.member("seconds", retention.seconds)
            }
        }
    }
}

extension NodeConfiguration {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("http", "\(http)")
        writer.member("gossip", "\(gossip)")
        // Of a certificate, others need to know only where the node is found.
        if let url = url ?? (tls == nil ? nil : publicURL) { writer.member("url", url) }
        writer.key("peers")
        writer.list { list in
            for peer in peers {
                list.object { writer in
                    writer.member("name", peer.name)
                    writer.member("transport", peer.transport.rawValue)
                    if let address = peer.address { writer.member("address", "\(address)") }
                }
            }
        }
    }
}

extension ClientLimits {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("message_bytes", messageBytes)
        writer.member("clients", clients)
        writer.member("request_head_bytes", requestHeadBytes)
        if let messagesPerSecond { writer.member("messages_per_second", messagesPerSecond) }
        writer.member("trusted_proxies", trustedProxies.map(\.hostDescription))
    }
}
