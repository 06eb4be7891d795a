public import Reactor

/// Why a client has no answer, or no connection any more.
public enum ClientError: Error, Equatable, Sendable {
    /// No URL with the scheme `http` or `ws`; there is no TLS here.
    case malformedURL(String)

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
}

extension ClientError: CustomStringConvertible {
    /// One line for a terminal.
    public var description: String {
        switch self {
        case .malformedURL(let text): "\"\(text)\" is no URL that begins with http:// or ws://"
        case .unreachable(let error): error.description
        case .refused(let status, let reason): "the server answered \(status)\(reason.isEmpty ? "" : ": \(reason)")"
        case .protocolBroken(let rule): "the server broke the protocol: \(rule)"
        case .timedOut: "the server took too long"
        case .connectionLost: "the connection was lost"
        case .connectionBroken(let error): "the connection was lost: \(error)"
        case .closed: "the connection is closed"
        }
    }
}
