public import HTTP

/// The server's side of the opening handshake (RFC 6455 §4.2).
public enum ServerHandshake {
    /// Whether a request asks for a WebSocket, rightly or wrongly.
    public static func isRequested(by head: RequestHead) -> Bool {
        head.fields.contains("websocket", in: "upgrade") && head.fields.contains("upgrade", in: "connection")
    }

    /// Checks a request, and makes the answer that opens the connection.
    ///
    /// No extension and no subprotocol is ever chosen.
    ///
    /// - Throws: The rule that the request breaks; answer with its ``HandshakeError/response``.
    public static func accept(_ request: Request) throws(HandshakeError) -> Response {
        let head = request.head
        guard isRequested(by: head) else { throw .noUpgradeRequested }
        guard head.method == .get else { throw .methodNotGet }
        guard head.version >= .http11 else { throw .versionBeforeHTTP11 }
        guard request.body.isEmpty else { throw .unexpectedBody }
        guard head.fields.values(of: "sec-websocket-version") == ["13"] else { throw .unsupportedVersion }
        let keys = head.fields.values(of: "sec-websocket-key")
        guard let key = keys.first, keys.count == 1, Base64.decode(key)?.count == 16 else { throw .malformedKey }
        return Response(
            .switchingProtocols,
            fields: [
                "Upgrade": "websocket",
                "Connection": "Upgrade",
                "Sec-WebSocket-Accept": HandshakeKey.accept(for: key),
            ]
        )
    }
}
