import Bytes
import HTTP

/// A text that is taken away, and only that.
///
/// What is a character stays one, what is no UTF-8 stays none, what is no percent-encoding stays none (RFC 3986 §2.1), and
/// what no target may have stays in it: so it is as long as before for whoever counts its characters, and is refused where
/// it was refused.
struct MaskedText {
    private enum Place {
        case plain
        case high
        case low(UInt8)
    }

    private var place = Place.plain

    /// Takes the next byte of the text.
    ///
    /// - Returns: What stands in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        let before = place
        place = .plain
        switch (before, byte.hexadecimalValue) {
        case (.high, let digit?):
            place = .low(digit)
            return digit < 8 ? UInt8(ascii: "7") : byte
        case (.low(let high), _?) where high < 8: return UInt8(ascii: "8")
        case (.low(let high), let digit?):
            let kept = Self.low(digit, behind: high)
            return kept < 10 ? UInt8(ascii: "0") + kept : UInt8(ascii: "A") + kept - 10
        case (.plain, _), (.high, nil), (.low, nil): return maskPlain(byte)
        }
    }

    private mutating func maskPlain(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "%"):
            place = .high
            return byte
        case ...0x20, 0x7F, UInt8(ascii: "#"): return byte
        case 0x80...: return byte & 0xF0 | Self.low(byte & 0xF, behind: byte >> 4)
        default: return UInt8(ascii: "x")
        }
    }

    /// The low half of a byte beyond ASCII that says no more than what may follow it (RFC 3629 §4).
    private static func low(_ low: UInt8, behind high: UInt8) -> UInt8 {
        switch (high, low) {
        case (0xC, 0...1), (0xE, 0), (0xE, 0xD), (0xF, 0), (0xF, 4...): low
        case (0xC, _): 2
        case (0xE, _), (0xF, _): 1
        default: 0
        }
    }
}
