/// What a JSON value is (RFC 8259 §3).
public enum JSONKind: String, Sendable {
    case null = "null"
    case boolean = "a Boolean"
    case number = "a number"
    case string = "a string"
    case list = "a list"
    case object = "an object"

    /// The kind of the value that begins with a byte, if one can.
    init?(startingWith byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"): self = .object
        case UInt8(ascii: "["): self = .list
        case UInt8(ascii: "\""): self = .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .boolean
        case UInt8(ascii: "n"): self = .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
        default: return nil
        }
    }
}
