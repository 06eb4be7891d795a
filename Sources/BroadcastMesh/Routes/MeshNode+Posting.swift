import Gossip
import HTTP
import JSON
import Reactor
import WebSocket

extension MeshNode {
    /// Posts a request's body on a relay channel.
    func handlePost(_ request: Request, on name: [UInt8], from exchange: Exchange) -> Response {
        guard lifecycle.phase == .serving else { return Refusal.notServing.response }
        if let rate {
            let trusted = configuration.limits.trustedProxies
            let sender = Forwarding.client(of: request.head, from: exchange.peer, trusting: trusted)
            guard addressRates.admit(sender, rate: rate, at: now.monotonic) else {
                return Refusal.tooManyMessages.response
            }
        }
        let type = MessageType(contentType: request.head.fields["content-type"])
        if type == .text, (try? UTF8Span(validating: request.body.span)) == nil { return Refusal.bodyNotUTF8.response }
        if isJSON(contentType: request.head.fields["content-type"]), !request.body.span.isJSON {
            return Refusal.bodyNotJSON.response
        }
        let key = request.head.fields["idempotency-key"].map(unquoted)
        guard key.map({ (1...Route.longestKey).contains($0.utf8.count) }) ?? true else {
            return Refusal.malformedKey.response
        }
        let channel = gossip.openChannel(.relay, named: name)
        let stamp = post(type, request.body.span, in: channel, key: key)
        gossip.closeChannel(channel)
        return Response(
            .accepted,
            fields: ["Content-Type": "application/json"],
            body: Array("{\"id\":\"\(stamp.id)\"}\n".utf8)
        )
    }
}

/// A key as it is meant: some clients put it in quotes, as the header's draft standard has it, and some do not.
private func unquoted(_ key: String) -> String {
    guard key.utf8.count >= 2, key.utf8.first == UInt8(ascii: "\""), key.utf8.last == UInt8(ascii: "\"") else {
        return key
    }
    return String(key.dropFirst().dropLast())
}

/// What a `Content-Type` says, without its parameters (RFC 9110 §8.3.1).
private func mediaType(of contentType: String?) -> String {
    (contentType ?? "").prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
}

private func isJSON(contentType: String?) -> Bool {
    mediaType(of: contentType) == "application/json"
}

extension Span<UInt8> {
    /// Whether the bytes are one JSON text and nothing else (RFC 8259).
    fileprivate var isJSON: Bool {
        var reader = JSONReader()
        do throws(JSONError) {
            _ = try reader.skip(in: self)
            try reader.finish(in: self)
            return true
        } catch {
            return false
        }
    }
}

extension MessageType {
    /// What a body is posted as: text when its media type says so (RFC 9110 §8.3.1), else binary.
    ///
    /// What `curl -d` sends is called a form, and is a line that somebody typed.
    init(contentType: String?) {
        switch mediaType(of: contentType) {
        case "application/json", "application/x-www-form-urlencoded": self = .text
        case let mediaType: self = mediaType.hasPrefix("text/") ? .text : .binary
        }
    }
}
