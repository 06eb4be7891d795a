import WebSocket

/// One message of a WebSocket.
public enum WebSocketMessage: Hashable, Sendable {
    /// Text.
    case text(String)

    /// Bytes.
    case binary([UInt8])

    init(_ type: MessageType, _ bytes: [UInt8]) {
        switch type {
        case .text: self = .text(String(decoding: bytes, as: UTF8.self))
        case .binary: self = .binary(bytes)
        }
    }

    /// What the message takes in memory, in bytes, as far as it depends on the sender.
    var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
    }
}

/// How a WebSocket ended, as a browser's `CloseEvent` tells it.
public struct WebSocketEnd: Equatable, Sendable {
    /// The peer's code; 1005 when its close frame had none, 1006 when there was no close frame.
    public var code: UInt16

    /// The peer's reason.
    public var reason: String

    /// Names an end.
    public init(code: UInt16, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Whether both sides said goodbye.
    public var isClean: Bool { code != Self.abnormalCode }

    /// What stands for a connection that ended without a close frame (RFC 6455 §7.1.5).
    static let abnormalCode: UInt16 = 1006

    /// What stands for a close frame without a code (RFC 6455 §7.1.5).
    static let missingCode: UInt16 = 1005
}
