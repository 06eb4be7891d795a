import Bytes
import HTTP

/// The host and the port in a target, as they are recorded: before them a user and a password may stand.
///
/// Nothing of it is told, for a host says no more than `Host` does. What is a host and a port stays one, and what is none,
/// as with a user, stays none: so a request is refused where it was refused.
struct MaskedAuthority {
    private enum Place {
        case start
        case name
        case address
        case port
    }

    private var place = Place.start
    private var text = MaskedText()

    /// Takes the next byte.
    ///
    /// - Returns: What is recorded in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        switch place {
        case .start where byte == UInt8(ascii: "["): place = .address
        case .start, .name: place = byte == UInt8(ascii: ":") ? .port : .name
        case .address where byte == UInt8(ascii: "]"): place = .name
        case .address, .port: break
        }
        guard byte < 0x80 else { return text.mask(byte) }
        guard byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte.lowercased) else { return byte }
        switch place {
        case .start, .name: return UInt8(ascii: "x")
        case .address: return UInt8(ascii: byte.hexadecimalValue == nil ? "x" : "0")
        case .port: return UInt8(ascii: byte.isDigit ? "0" : "x")
        }
    }
}
