extension FixedWidthInteger where Self: UnsignedInteger {
    /// All its digits in base 16, zeros before them, in lower case: two for each byte.
    public var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }
}

extension Sequence<UInt8> {
    /// Two digits for each byte (base16 in lower case, RFC 4648 §8).
    public var hexadecimal: String { map(\.hexadecimal).joined() }
}

extension UInt8 {
    /// What this byte is worth as a digit in base 16, of either case; `nil` when it is none.
    public var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
