import Bytes
import ChannelProtocol
import HTTP

/// The name of a value in a query, as far as it arrived: whether it is the name of a secret.
struct QueryName {
    private static let secret = Array(ClientQuery.session.utf8)

    private var decoded: [UInt8] = []

    /// How many digits of a percent-encoded byte are still to come.
    private var missingDigits = 0

    /// Takes the next byte.
    ///
    /// - Returns: Whether the value that begins behind it is a secret; `nil` while the name goes on.
    mutating func take(_ byte: UInt8) -> Bool? {
        switch byte {
        case UInt8(ascii: "="): return decoded == Self.secret
        case UInt8(ascii: "&"): self = QueryName()
        case UInt8(ascii: "%"):
            decoded.append(0)
            missingDigits = 2
        default: append(byte)
        }
        return nil
    }

    private mutating func append(_ byte: UInt8) {
        guard decoded.count <= Self.secret.count else { return }
        guard missingDigits > 0, let digit = byte.hexadecimalValue, let last = decoded.popLast() else {
            return decoded.append(byte)
        }
        missingDigits -= 1
        decoded.append(last << 4 | digit)
    }
}

/// The name of a field of a head, as far as it arrived: what its value means for who follows the framing.
struct FieldName {
    /// What the value is.
    enum Meaning {
        /// Credentials; a node has no use for them, but a proxy before it may.
        case isSecret

        /// How long the body is.
        case tellsLength

        /// That the body comes in chunks: no other coding is taken.
        case tellsChunks

        /// Nothing of use.
        case saysNothing
    }

    private static let meanings: [([UInt8], Meaning)] = [
        (Array("cookie".utf8), .isSecret), (Array("authorization".utf8), .isSecret),
        (Array("proxy-authorization".utf8), .isSecret), (Array("content-length".utf8), .tellsLength),
        (Array("transfer-encoding".utf8), .tellsChunks),
    ]

    private var name: [UInt8] = []

    /// Whether nothing of it arrived: the line is empty.
    var isEmpty: Bool { name.isEmpty }

    /// Takes the next byte of the line.
    ///
    /// - Returns: What the value that begins behind it is; `nil` while the name goes on.
    mutating func take(_ byte: UInt8) -> Meaning? {
        guard byte != UInt8(ascii: ":") else {
            return Self.meanings.first { $0.0 == name }?.1 ?? .saysNothing
        }
        if byte != UInt8(ascii: "\r"), name.count < 32 { name.append(byte.lowercased) }
        return nil
    }
}
