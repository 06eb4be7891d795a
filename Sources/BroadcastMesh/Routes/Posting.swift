import Gossip
import HTTP
import JSON
import WebSocket

/// A message that a request posts on a relay channel: what is known of it beside the body.
struct Posting: Equatable {
    /// The channel's name.
    let channel: [UInt8]

    /// What the body is posted as.
    let type: MessageType

    /// By what a repetition is known; `nil` when each request is another message.
    let key: MessageKey?

    /// What that may have been before; see ``MessageKey/earlier(_:by:salt:)``.
    let earlierKeys: [MessageKey]

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - request: A whole request.
    ///   - channel: The channel's name.
    ///   - salt: What hashes of keys have in them.
    /// - Throws: Why it cannot be posted.
    init(_ request: Request, on channel: [UInt8], salt: MeshSalt) throws(Refusal) {
        let contentType = request.head.fields["content-type"]
        type = MessageType(contentType: contentType)
        if type == .text, (try? UTF8Span(validating: request.body.span)) == nil { throw .bodyNotUTF8 }
        if isJSON(contentType: contentType), !request.body.span.isJSON { throw .bodyNotJSON }
        let keys = request.head.fields.values(of: "idempotency-key").map(unquoted)
        let key = keys.first
        // Of two keys each would promise another thing.
        guard keys.count <= 1, key.map({ (1...Route.longestKey).contains($0.utf8.count) }) ?? true else {
            throw .malformedKey
        }
        // A relay has no users: its keys belong to the channel.
        self.key = key.map { MessageKey($0, by: "", salt: salt) }
        earlierKeys = key.map { MessageKey.earlier($0, by: "", salt: salt) } ?? []
        self.channel = channel
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
