import BroadcastMesh
import Bytes

extension Secret {
    /// The fewest digits of a key in hexadecimal, and of one in base64, that came by chance: 128 bits.
    private static let hexadecimalDigits = 32
    private static let base64Digits = 22

    /// Whether it looks like something that a person made up, which others find by trying; judged by its looks alone.
    ///
    /// What `mesh key` and `openssl rand` write does not: digits in hexadecimal or base64, or bytes of any kind.
    var looksLikePassword: Bool {
        let distinct = Set(bytes).count
        guard bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            // Sixteen random bytes are hardly ever less than ten different ones.
            return distinct < 10
        }
        if bytes.allSatisfy({ $0.hexadecimalValue != nil }) {
            return bytes.count < Self.hexadecimalDigits || distinct < 8
        }
        return bytes.count < Self.base64Digits || !isRandomBase64
    }

    private enum Kind {
        case upper
        case lower
        case digit
        case sign
    }

    /// What a digit of base64 is; `nil` of any other byte.
    private static func kind(of byte: UInt8) -> Kind? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="): .sign
        default: nil
        }
    }

    /// Whether all are digits of base64, and change their kind as chance does.
    ///
    /// Of two random ones beside each other 35 in 100 are of one kind, of those in words nearly all; of 22 random ones, one
    /// in a hundred is taken for words here.
    private var isRandomBase64: Bool {
        let kinds = bytes.compactMap(Self.kind)
        guard kinds.count == bytes.count else { return false }
        return zip(kinds, kinds.dropFirst()).count { $0 == $1 } * 5 <= bytes.count * 3
    }
}
