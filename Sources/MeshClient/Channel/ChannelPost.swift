import ChannelProtocol
import JSON

/// What a program says in the channel protocol.
enum ChannelPost: Equatable {
    /// A value, as a JSON text; a string is a text message.
    case json([UInt8])

    /// Bytes.
    case binary([UInt8])

    /// A text message.
    static func text(_ text: String) -> ChannelPost {
        var writer = JSONWriter()
        writer.value(text)
        return .json(writer.takeBytes())
    }

    /// How many bytes it says, as it is sent.
    var byteCount: Int {
        switch self {
        case .json(let bytes), .binary(let bytes): bytes.count
        }
    }

    /// A frame that every node answers, with an error, and that does nothing.
    static let probe = WebSocketMessage.text(#"{"\#(EventMember.event)":"\#(EventName.post)"}"#)

    /// As it is sent.
    func frame(key: String) -> WebSocketMessage {
        switch self {
        case .json(let data):
            let object = JSONWriter.object(capacity: data.count + key.utf8.count + 64) { writer in
                writer.member(EventMember.event, EventName.post.rawValue)
                writer.member(EventMember.key, key)
                writer.key(EventMember.data)
                writer.value(json: data)
            }
            return .text(String(decoding: object, as: UTF8.self))
        case .binary(let bytes):
            var line = JSONWriter.object { writer in
                writer.member(EventMember.event, EventName.post.rawValue)
                writer.member(EventMember.key, key)
            }
            line.append(EventLine.end)
            return .binary(line + bytes)
        }
    }
}
