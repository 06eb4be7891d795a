public import HTTP

/// The server's side of the opening handshake (RFC 6455 §4.2).
public enum ServerHandshake {
    /// Whether a request asks for a WebSocket, rightly or wrongly.
    public static func isRequested(by head: RequestHead) -> Bool {
        head.fields.contains("websocket", in: "upgrade") && head.fields.contains("upgrade", in: "connection")
    }

    /// Checks a request, and makes the answer that opens the connection.
    ///
    /// No extension is ever chosen.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - subprotocol: One that it offers, and that is spoken; see ``offers(_:in:)``. `nil` for none.
    /// - Returns: The answer.
    /// - Throws: The rule that the request breaks; answer with its ``HandshakeError/response``.
    public static func accept(
        _ request: Request,
        choosing subprotocol: String? = nil
    ) throws(HandshakeError) -> Response {
        let head = request.head
        guard isRequested(by: head) else { throw .noUpgradeRequested }
        guard head.method == .get else { throw .methodNotGet }
        guard head.version >= .http11 else { throw .versionBeforeHTTP11 }
        guard request.body.isEmpty else { throw .unexpectedBody }
        guard head.fields.values(of: "sec-websocket-version") == ["13"] else { throw .unsupportedVersion }
        let keys = head.fields.values(of: "sec-websocket-key")
        guard let key = keys.first, keys.count == 1, Base64.decode(key)?.count == 16 else { throw .malformedKey }
        var fields: Fields = [
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Accept": HandshakeKey.accept(for: key),
        ]
        if let subprotocol { fields.append("Sec-WebSocket-Protocol", subprotocol) }
        return Response(.switchingProtocols, fields: fields)
    }

    /// Whether a request offers a subprotocol (§4.1): the case of its letters counts.
    public static func offers(_ subprotocol: String, in head: RequestHead) -> Bool {
        head.fields.contains(subprotocol, in: "sec-websocket-protocol", exactly: true)
    }
}
