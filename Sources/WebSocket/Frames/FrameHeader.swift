/// What stands before a frame's payload (RFC 6455 §5.2).
///
///      0               1               2 or 4 or 10
///     ┌─┬─┬─┬─┬───────┬─┬─────────────┬────────────────┬─────────────┐
///     │F│R│R│R│opcode │M│ length, 126 │ 16 or 64 bits  │ masking key │
///     │I│S│S│S│4 bits │A│ or 127      │ of length,     │ 4 bytes,    │
///     │N│V│V│V│       │S│             │ if 126 or 127  │ if M        │
///     └─┴─┴─┴─┴───────┴─┴─────────────┴────────────────┴─────────────┘
public struct FrameHeader: Equatable, Sendable {
    /// The longest header, in bytes: a 64-bit length and a masking key.
    public static let longestLength = 14

    /// The most that a control frame may carry, in bytes (§5.5).
    public static let controlPayloadLimit = 125

    /// Whether this frame ends its message.
    public var isFinal: Bool

    /// What the payload means.
    public var opcode: Opcode

    /// The key that unmasks the payload, in network byte order; `nil` when the frame comes from a server.
    public var maskingKey: UInt32?

    /// The length of the payload that follows the header, in bytes.
    public var payloadLength: Int

    /// Describes a whole message, or a control frame, from a server.
    @inlinable
    public static func server(_ opcode: Opcode, payloadLength: Int) -> FrameHeader {
        FrameHeader(isFinal: true, opcode: opcode, maskingKey: nil, payloadLength: payloadLength)
    }

    /// Describes a whole message, or a control frame, from a client.
    @inlinable
    public static func client(_ opcode: Opcode, payloadLength: Int, maskingKey: UInt32) -> FrameHeader {
        FrameHeader(isFinal: true, opcode: opcode, maskingKey: maskingKey, payloadLength: payloadLength)
    }

    /// Describes any frame.
    @inlinable
    public init(isFinal: Bool, opcode: Opcode, maskingKey: UInt32?, payloadLength: Int) {
        self.isFinal = isFinal
        self.opcode = opcode
        self.maskingKey = maskingKey
        self.payloadLength = payloadLength
    }

    /// The length of the header itself, in bytes: 2 to ``longestLength``.
    @inlinable public var headerLength: Int {
        let lengthBytes = payloadLength <= 125 ? 0 : payloadLength <= 0xFFFF ? 2 : 8
        return 2 + lengthBytes + (maskingKey == nil ? 0 : 4)
    }
}
