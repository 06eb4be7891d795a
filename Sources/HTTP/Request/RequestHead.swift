/// The request line and the fields of a request (RFC 9112 §3).
public struct RequestHead: Equatable, Sendable {
    /// What is asked for.
    public var method: Method

    /// What it is asked for.
    public var target: RequestTarget

    /// The version that the client speaks.
    public var version: Version

    /// The fields, in their order.
    public var fields: Fields

    /// The host and port that the client meant: the target's when it names one, else `Host` (RFC 9112 §3.2.2).
    public var authority: String? { target.authority ?? fields["host"] }

    /// Whether the client would use the connection again after the answer (RFC 9112 §9.3).
    public var keepsConnection: Bool {
        if fields.contains("close", in: "connection") { return false }
        return version >= .http11 || fields.contains("keep-alive", in: "connection")
    }

    /// Whether the client waits to be told that its body is welcome (RFC 9110 §10.1.1).
    var expectsContinue: Bool { version >= .http11 && fields["expect"] != nil }

    /// How many bytes it takes to keep its texts, of the target as it came and decoded.
    var heldBytes: Int {
        let query = target.query.items.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        let lines = fields.lines.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        return target.text.utf8.count + target.path.utf8.count + query + lines
    }
}
