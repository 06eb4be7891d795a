public import HTTP

/// A rule of the opening handshake that the other side broke (RFC 6455 §4).
public enum HandshakeError: Error, Equatable, Sendable {
    /// The request does not ask for a WebSocket at all.
    case noUpgradeRequested

    /// The request is not a GET (§4.1).
    case methodNotGet

    /// The request is older than HTTP/1.1 (§4.1).
    case versionBeforeHTTP11

    /// The request carries a body, whose bytes could be taken for frames.
    case unexpectedBody

    /// The version of the protocol is not 13, or is not said (§4.4).
    case unsupportedVersion

    /// The key is missing, repeated, or not 16 bytes in base64 (§4.1).
    case malformedKey

    /// The server answered with something other than 101.
    case refused(Status)

    /// The server's answer lacks `Upgrade: websocket` or `Connection: Upgrade` (§4.1).
    case upgradeNotConfirmed

    /// The server's answer does not prove that it read the key (§4.1).
    case wrongAccept

    /// The server chose an extension or a subprotocol that nobody offered (§4.1).
    case unofferedChoice

    /// The server does not speak the subprotocol that was asked for.
    case subprotocolRefused
}

extension HandshakeError: CustomStringConvertible {
    /// One sentence for the body of the answer and for the log.
    public var description: String {
        switch self {
        case .noUpgradeRequested: "This resource speaks WebSocket: ask for an upgrade."
        case .methodNotGet: "A WebSocket is opened with GET."
        case .versionBeforeHTTP11: "A WebSocket is opened with HTTP/1.1."
        case .unexpectedBody: "A request for a WebSocket has no body."
        case .unsupportedVersion: "Only version 13 of WebSocket is spoken here."
        case .malformedKey: "Sec-WebSocket-Key must be 16 bytes in base64, once."
        case .refused(let status): "The server answered \(status.code) \(status.reason)."
        case .upgradeNotConfirmed: "The server did not confirm the upgrade."
        case .wrongAccept: "The server's Sec-WebSocket-Accept does not fit the key."
        case .subprotocolRefused: "The server does not speak the subprotocol that was asked for."
        case .unofferedChoice: "The server chose an extension or a subprotocol that was not offered."
        }
    }

    /// The answer to a request that broke the rule: 426 where another request would help, else 400.
    public var response: Response {
        switch self {
        case .noUpgradeRequested, .unsupportedVersion:
            Response(
                .upgradeRequired,
                fields: ["Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"],
                text: description
            )
        case .methodNotGet, .versionBeforeHTTP11, .unexpectedBody, .malformedKey, .refused, .upgradeNotConfirmed,
            .wrongAccept, .unofferedChoice, .subprotocolRefused:
            Response(.badRequest, text: description)
        }
    }
}
