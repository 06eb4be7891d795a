public import Reactor

/// Why a client has no answer, or no connection any more.
public enum ClientError: Error, Equatable, Sendable {
    /// No URL with the scheme `http`, `https`, `ws` or `wss`.
    case malformedURL(String)

    /// The certificate of the host is not believed, or is another's; with OpenSSL's reason.
    case untrusted(host: String, reason: String)

    /// No TLS comes about: this machine lacks what it takes, or the server does not speak it so; with the reason.
    case insecure(String)

    /// The host has no address, or nobody listens there.
    case unreachable(SystemError)

    /// The server refused to open a WebSocket: its status code, and what it said in the body.
    case refused(status: Int, reason: String)

    /// The server did not stick to the protocol; the sentence says where.
    case protocolBroken(String)

    /// The server took longer than it was given, or was silent for a minute.
    case timedOut

    /// The connection ended without a word: no close frame, or in the middle of an answer.
    case connectionLost

    /// The connection broke: the call that failed, and the system's reason.
    case connectionBroken(SystemError)

    /// The WebSocket is closed, so nothing can be sent.
    case closed

    /// The task was cancelled that waited.
    case cancelled
}

extension ClientError: CustomStringConvertible {
    /// One line for a terminal.
    public var description: String {
        switch self {
        case .malformedURL(let text): "\"\(text)\" is no URL that begins with http://, https://, ws:// or wss://"
        case .untrusted(let host, let reason):
            "the certificate of \(host) is not trusted: \(reason); \(Self.advice(for: reason))"
        case .insecure(let reason): reason
        case .unreachable(let error): error.description
        case .refused(let status, let reason): "the server answered \(status)\(reason.isEmpty ? "" : ": \(reason)")"
        case .protocolBroken(let rule): "the server broke the protocol: \(rule)"
        case .timedOut: "the server took too long"
        case .connectionLost: "the connection was lost"
        case .connectionBroken(let error): "the connection was lost: \(error)"
        case .closed: "the connection is closed"
        case .cancelled: "the task was cancelled"
        }
    }

    /// What to do about a certificate that is not believed.
    private static func advice(for reason: String) -> String {
        if reason.hasSuffix("mismatch") { return "name the host as the certificate does" }
        if reason.contains("expired") { return "it must be renewed, or this machine's clock is wrong" }
        return "--cacert FILE or SSL_CERT_FILE names who vouches for it"
    }
}
