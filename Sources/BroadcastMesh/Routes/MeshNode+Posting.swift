import Gossip
import HTTP
import Reactor
import WebSocket

extension MeshNode {
    /// Posts a request's body on a relay channel.
    func handlePost(_ request: Request, on name: [UInt8], from exchange: Exchange) -> Response {
        guard phase == .serving else { return Refusal.notServing.response }
        if let rate, !addressRates.admit(exchange.peer.hostDescription, rate: rate, at: now.monotonic) {
            return Refusal.tooManyMessages.response
        }
        let type = MessageType(contentType: request.head.fields["content-type"])
        if type == .text, (try? UTF8Span(validating: request.body.span)) == nil { return Refusal.bodyNotUTF8.response }
        let channel = gossip.openChannel(.relay, named: name)
        let stamp = post(type, request.body.span, in: channel)
        gossip.closeChannel(channel)
        return Response(
            .accepted,
            fields: ["Content-Type": "application/json"],
            body: Array("{\"id\":\"\(stamp.id)\"}\n".utf8)
        )
    }
}

extension MessageType {
    /// What a body is posted as: text when its media type says so (RFC 9110 §8.3.1), else binary.
    init(contentType: String?) {
        let mediaType = (contentType ?? "").prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        self = mediaType.hasPrefix("text/") || mediaType == "application/json" ? .text : .binary
    }
}
