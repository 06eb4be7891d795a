public import HTTP

/// The client's side of the opening handshake (RFC 6455 §4.1).
public struct ClientHandshake: Sendable {
    /// What to send.
    public let request: Request

    private let accept: String
    private let subprotocol: String?

    /// Prepares a request.
    ///
    /// - Parameters:
    ///   - target: What to open.
    ///   - host: The host and port for `Host`.
    ///   - key: 16 random bytes, new for every connection.
    ///   - origin: The `Origin` to send, as a browser would; none by default.
    ///   - subprotocol: The one to be spoken, which the server must choose; none by default.
    public init(
        target: RequestTarget,
        host: String,
        key: [UInt8],
        origin: String? = nil,
        subprotocol: String? = nil
    ) {
        precondition(key.count == 16, "a handshake's key has 16 bytes")
        let encodedKey = Base64.encode(key)
        var fields: Fields = [
            "Host": host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": encodedKey,
            "Sec-WebSocket-Version": "13",
        ]
        if let origin { fields.append("Origin", origin) }
        if let subprotocol { fields.append("Sec-WebSocket-Protocol", subprotocol) }
        self.subprotocol = subprotocol
        request = Request(method: .get, target: target, fields: fields)
        accept = HandshakeKey.accept(for: encodedKey)
    }

    /// Checks the server's answer; the connection is open when this returns.
    ///
    /// - Throws: The rule that the answer breaks.
    public func check(_ response: Response) throws(HandshakeError) {
        guard response.status == .switchingProtocols else { throw .refused(response.status) }
        guard response.fields.contains("websocket", in: "upgrade"),
            response.fields.contains("upgrade", in: "connection")
        else { throw .upgradeNotConfirmed }
        guard response.fields.values(of: "sec-websocket-accept") == [accept] else { throw .wrongAccept }
        guard response.fields["sec-websocket-extensions"] == nil else { throw .unofferedChoice }
        let chosen = response.fields["sec-websocket-protocol"]
        guard chosen == nil || chosen == subprotocol else { throw .unofferedChoice }
        guard chosen == subprotocol else { throw .subprotocolRefused }
    }
}
