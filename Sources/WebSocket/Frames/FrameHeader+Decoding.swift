import Bytes

extension FrameHeader {
    /// Decodes the header at the front of `bytes`, or returns `nil` when it is not complete yet.
    ///
    /// - Parameters:
    ///   - bytes: Everything received and not yet consumed; may end anywhere.
    ///   - role: Which side we are, that is, the one that the frame was sent to.
    /// - Throws: The first rule the frame breaks, as soon as the byte that breaks it has arrived.
    public init?(decoding bytes: Span<UInt8>, as role: Role) throws(WebSocketError) {
        guard bytes.count >= 1 else { return nil }
        guard bytes[0] & 0x70 == 0 else { throw .reservedBitSet }
        guard let opcode = Opcode(rawValue: bytes[0] & 0x0F) else { throw .reservedOpcode(bytes[0] & 0x0F) }
        let isFinal = bytes[0] & 0x80 != 0
        guard isFinal || !opcode.isControl else { throw .fragmentedControlFrame }

        guard bytes.count >= 2 else { return nil }
        let isMasked = bytes[1] & 0x80 != 0
        guard isMasked == (role == .server) else {
            throw isMasked ? .maskedServerFrame : .unmaskedClientFrame
        }
        let shortLength = bytes[1] & 0x7F
        guard shortLength <= 125 || !opcode.isControl else { throw .controlFrameTooLong }

        let length: UInt64
        var offset = 2
        switch shortLength {
        case 126:
            guard bytes.count >= 4 else { return nil }
            length = UInt64(bytes.bigEndian(at: 2, as: UInt16.self))
            offset = 4
            guard length > 125 else { throw .malformedLength }
        case 127:
            guard bytes.count >= 10 else { return nil }
            length = bytes.bigEndian(at: 2, as: UInt64.self)
            offset = 10
            guard length > UInt16.max, length >> 63 == 0 else { throw .malformedLength }
        default:
            length = UInt64(shortLength)
        }
        guard !isMasked || bytes.count >= offset + 4 else { return nil }
        self.isFinal = isFinal
        self.opcode = opcode
        self.maskingKey = isMasked ? bytes.bigEndian(at: offset, as: UInt32.self) : nil
        self.payloadLength = Int(length)
    }
}
