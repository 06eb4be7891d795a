import BroadcastMesh
import ChannelProtocol
import JSON
import WebSocket

/// What a client of the channel protocol sends.
extension RelayProgram {
    /// A message as it posts it.
    static func payload(of message: RelayMessage) -> [UInt8] {
        let isText = message.type == .text
        let object = JSONWriter.object { writer in
            writer.member(EventMember.event, EventName.post.rawValue)
            if message.isJSON {
                writer.key(EventMember.data)
                writer.value(json: message.bytes)
            } else if isText {
                writer.member(EventMember.data, String(decoding: message.bytes, as: UTF8.self))
            }
            writer.member(EventMember.key, message.key)
        }
        return isText ? object : object + [EventLine.end] + message.bytes
    }

    /// The payloads of messages, of which several may be one, each with its type.
    func payloads(of messages: [RelayMessage]) -> [(type: MessageType, bytes: [UInt8])] {
        var payloads: [(type: MessageType, bytes: [UInt8])] = []
        var rest = messages[...]
        while let first = rest.first {
            let together = rest.prefix { isGregarious && $0.type == .text }.prefix(ChannelCommand.postLimit)
            rest = rest.dropFirst(max(1, together.count))
            guard together.count > 1 else {
                payloads.append((first.type, Self.payload(of: first)))
                continue
            }
            let object = JSONWriter.object { writer in
                writer.member(EventMember.event, EventName.posts.rawValue)
                writer.key(EventMember.posts)
                writer.list { writer in
                    for message in together { writer.value(json: Self.payload(of: message)) }
                }
            }
            payloads.append((.text, object))
        }
        return payloads
    }
}
