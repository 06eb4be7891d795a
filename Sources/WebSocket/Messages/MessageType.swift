/// The two kinds of messages (RFC 6455 §5.6).
public enum MessageType: UInt8, Sendable {
    /// UTF-8, checked.
    case text = 0x1

    /// Any bytes.
    case binary = 0x2

    /// The opcode of a frame that carries such a message whole.
    @inlinable public var opcode: Opcode {
        switch self {
        case .text: .text
        case .binary: .binary
        }
    }
}
