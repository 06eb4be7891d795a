import Gossip
import HTTP
import JSON

extension Refusal {
    /// What the client is told.
    var response: Response {
        switch self {
        case .notFound:
            Response(.notFound, text: "There is nothing here. The chat is at /chat, a channel at /channels/NAME.")
        case .methodNotAllowed(let methods):
            Response(.methodNotAllowed, fields: ["Allow": methods], text: "This takes \(methods).")
        case .upgradeRequired:
            Response(
                .upgradeRequired,
                fields: ["Upgrade": "websocket", "Connection": "Upgrade"],
                text: "This is a WebSocket: connect to it with ws:// in place of http://."
            )
        case .channelNameTooLong:
            Response(.badRequest, text: "A channel's name has at most \(ChannelKind.nameLimit) bytes.")
        case .foreignOrigin:
            Response(.forbidden, text: "Pages from this origin are not admitted; see \"origins\" in mesh.json.")
        case .malformedSwitch:
            Response(.badRequest, text: "The query says what the link is to be: ?state=up, down or slow.")
        case .tooManyClients:
            Response(.serviceUnavailable, fields: ["Retry-After": "5"], text: "As many clients as allowed are here.")
        case .notServing:
            Response(.serviceUnavailable, fields: ["Retry-After": "5"], text: "This node is starting or stopping.")
        case .noRoom:
            Response(.serviceUnavailable, fields: ["Retry-After": "5"], text: "No room for more unfinished requests.")
        case .tooManyMessages:
            Response(.tooManyRequests, fields: ["Retry-After": "1"], text: "Too many messages.")
        case .malformedKey:
            Response(
                .badRequest,
                text: "A post has one key at most, of 1 to \(MessageNotes.keyLengths.upperBound) bytes of UTF-8."
            )
        case .guardedKey:
            Response(
                .badRequest,
                text: "The key is guarded by a session: its client posts under it over the channel protocol."
            )
        case .bodyNotJSON:
            Response(
                .badRequest,
                text: "The body is announced as JSON, but is none, or nests deeper than \(JSONReader.deepestInEvent)."
            )
        case .bodyNotUTF8:
            Response(.badRequest, text: "The body is announced as text, but it is not UTF-8.")
        }
    }
}
