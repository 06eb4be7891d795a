import Bytes
import HTTP
import JSON
import WebSocket

/// A message that a request posts on a relay channel: what is known of it beside the body.
struct Posting: Equatable {
    /// The channel's name.
    let channel: [UInt8]

    /// What the body is posted as.
    let type: MessageType

    /// Whether it is JSON, and by what a repetition is known; without a key each request is another message.
    let notes: MessageNotes

    /// Whether a body is said to be JSON, and so is read to its end.
    static func isJSON(_ head: RequestHead) -> Bool { mediaType(of: head.fields["content-type"]) == "application/json" }

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - request: A whole request.
    ///   - channel: The channel's name.
    /// - Throws: Why it cannot be posted.
    init(_ request: Request, on channel: [UInt8]) throws(Refusal) {
        let contentType = request.head.fields["content-type"]
        type = MessageType(contentType: contentType)
        if type == .text, (try? UTF8Span(validating: request.body.span)) == nil { throw .bodyNotUTF8 }
        let isJSON = Self.isJSON(request.head)
        // It travels inside an event, which clients read with the same reader.
        if isJSON, !request.body.span.isJSON(standingIn: 1) { throw .bodyNotJSON }
        notes = MessageNotes(isJSON: isJSON, key: try Self.key(in: request.head))
        self.channel = channel
    }

    /// By what a repetition is known.
    ///
    /// - Throws: ``Refusal/malformedKey``, or ``Refusal/guardedKey``.
    static func key(in head: RequestHead) throws(Refusal) -> String? {
        guard let keys = head.fields.exactValues(of: "idempotency-key")?.map(unquoted) else { throw .malformedKey }
        let key = keys.first
        // Of two keys each would promise another thing.
        guard keys.count <= 1, key.map({ MessageNotes.keyLengths.contains($0.utf8.count) }) ?? true else {
            throw .malformedKey
        }
        // Who posts over HTTP has no session.
        guard GuardedKey.admits(key, from: 0) else { throw .guardedKey }
        return key
    }
}

/// A key as it is meant: some clients put it in quotes, as the header's draft standard has it, and some do not.
private func unquoted(_ key: String) -> String {
    guard key.utf8.count >= 2, key.utf8.first == UInt8(ascii: "\""), key.utf8.last == UInt8(ascii: "\"") else {
        return key
    }
    // By bytes: what follows a quotation mark may combine with it.
    return String(Substring(key.utf8.dropFirst().dropLast()))
}

/// What a `Content-Type` says, without its parameters (RFC 9110 §8.3.1).
///
/// Only its beginning, where it is longer than any that means something here, and by bytes: characters of 16 KiB would
/// cost milliseconds.
private func mediaType(of contentType: String?) -> String {
    let type = (contentType ?? "").utf8.prefix(longestMediaType).prefix { $0 != UInt8(ascii: ";") }
    let letters = type.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    return String(decoding: letters.map(\.lowercased), as: UTF8.self)
}

/// The longest media type that is told from another, in bytes, with blanks around it (RFC 6838 §4.2: two names of 127).
private let longestMediaType = 256

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
