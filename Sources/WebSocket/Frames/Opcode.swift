/// What a frame's payload means (RFC 6455 §5.2).
public enum Opcode: UInt8, Sendable {
    /// The next fragment of the message that began before.
    case continuation = 0x0
    /// A message of text, or its first fragment.
    case text = 0x1
    /// A message of bytes, or its first fragment.
    case binary = 0x2
    /// The sender will send nothing more (§5.5.1).
    case close = 0x8
    /// Asks for a pong with the same payload (§5.5.2).
    case ping = 0x9
    /// Answers a ping, or only says that the sender is there (§5.5.3).
    case pong = 0xA

    /// Whether frames of this kind may stand between the fragments of a message (§5.5).
    @inlinable public var isControl: Bool { rawValue & 0x8 != 0 }
}
