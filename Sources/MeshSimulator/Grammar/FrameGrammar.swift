package import WebSocket

/// Makes valid WebSocket frames.
package enum FrameGrammar {
    /// A frame (RFC 6455 §5.2); a client's is masked with zeros, so that its payload can be read.
    package static func frame(_ dice: inout Dice, to role: Role) -> Piece {
        let kinds: [UInt8] = [0x81, 0x82, 0x01, 0x00, 0x80, 0x88, 0x89, 0x8A]
        let kind = kinds[dice.below(kinds.count)]
        let isControl = kind & 8 != 0
        let size = dice.below(isControl ? 126 : 300)
        let mask: UInt8 = role == .server ? 0x80 : 0
        var payload = [UInt8](repeating: 0x61, count: size)
        if kind == 0x88, size >= 2 { payload.replaceSubrange(0..<2, with: [0x03, 0xE8]) }
        if kind == 0x81, size >= 3, dice.below(2) == 0 { payload.replaceSubrange(0..<3, with: [0xE2, 0x82, 0xAC]) }
        let length: [Piece] =
            size < 126
            ? [.byte(mask | UInt8(size))]
            : [.byte(mask | 126), Piece(.number(UInt64(size), .bigEndian(2)))]
        return .parts([.byte(kind)] + length + [.bytes(mask == 0 ? [] : [0, 0, 0, 0]), .bytes(payload)])
    }
}
